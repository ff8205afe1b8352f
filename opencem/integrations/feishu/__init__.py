"""Feishu (飞书): signed group robots."""
