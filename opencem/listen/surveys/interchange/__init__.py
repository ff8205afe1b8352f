"""Surveys as other tools and people keep them: workbooks of texts, XLSForm, SurveyJS."""
