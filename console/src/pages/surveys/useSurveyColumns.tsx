import { useTranslation } from 'react-i18next';
import type { ListedSurvey, SurveyFigures } from '@/api/centre';
import { nameOf } from '@/api/journeys';
import { wordsIn } from '@/api/surveys';
import { joinWords } from '@/format/list';
import { formatCount } from '@/format/number';
import { formatInstant } from '@/format/time';
import { useLanguage } from '@/i18n';
import type { Column } from '@/ui/table';
import { MedianTime } from './MedianTime';
import { Rate } from './Rate';
import { StatusTag } from './StatusTag';
import { SurveyActions } from './SurveyActions';
import styles from './surveys.module.css';

/** The columns of the list; what is not known of a survey is a dash, never a zero. */
export function useSurveyColumns(figuresOf: (key: string) => SurveyFigures | undefined): Column<ListedSurvey>[] {
  const { t } = useTranslation('surveys');
  const language = useLanguage();
  const count = (n: number | undefined): string => (n === undefined ? '–' : formatCount(n));
  return [
    { key: 'title', title: t('column.title'), sort: 'title', render: (survey) => <SurveyName survey={survey} /> },
    { key: 'status', title: t('column.status'), render: (survey) => <StatusTag status={survey.status} archived={survey.archived_at !== null} /> },
    { key: 'today', title: t('column.today'), align: 'right', render: (survey) => count(figuresOf(survey.key)?.responses_today) },
    { key: 'answers', title: t('column.total'), align: 'right', render: (survey) => count(figuresOf(survey.key)?.responses) },
    { key: 'responseRate', title: t('column.responseRate'), align: 'right', render: (survey) => <Rate figure={figuresOf(survey.key)?.response_rate} hint={t('responseRate')} /> },
    { key: 'completionRate', title: t('column.completionRate'), align: 'right', optional: true, render: (survey) => <Rate figure={figuresOf(survey.key)?.completion_rate} hint={t('completionRate')} /> },
    { key: 'time', title: t('column.time'), align: 'right', render: (survey) => <MedianTime figure={figuresOf(survey.key)?.duration} /> },
    { key: 'touchpoint', title: t('column.touchpoint'), render: (survey) => (survey.touchpoint ? nameOf(survey.touchpoint, language) : '–') },
    { key: 'scene', title: t('column.scene'), render: (survey) => (survey.scene ? t(`scene.${survey.scene}`, { defaultValue: survey.scene }) : '–') },
    { key: 'group', title: t('column.group'), optional: true, render: (survey) => survey.target_group || '–' },
    { key: 'owner', title: t('column.owner'), render: (survey) => survey.owner?.name ?? '–' },
    { key: 'unit', title: t('column.ownerUnit'), optional: true, render: (survey) => survey.owner_unit.name },
    { key: 'version', title: t('column.version'), optional: true, render: (survey) => (survey.versions[0] ? t('version', { n: survey.versions[0].number }) : '–') },
    { key: 'updated', title: t('column.updated'), sort: 'updated', render: (survey) => formatInstant(survey.updated_at, language) },
    { key: 'key', title: t('column.key'), optional: true, render: (survey) => <code>{survey.key}</code> },
    { key: 'acts', title: '', width: 48, render: (survey) => <SurveyActions survey={survey} /> },
  ];
}

/** The title with where it is filed and what is still unpublished. */
export function SurveyName({ survey }: { survey: ListedSurvey }) {
  const { t } = useTranslation('surveys');
  const language = useLanguage();
  const filed = [survey.folder?.name, ...survey.tags].filter((word): word is string => Boolean(word));
  return (
    <span className={styles.name}>
      <strong>{wordsIn(survey.title, language) || survey.key}</strong>
      {survey.draft?.differs && survey.versions.length > 0 && <span className={styles.muted}>{t('unpublished')}</span>}
      {filed.length > 0 && <span className={styles.muted}>{joinWords(filed, language)}</span>}
    </span>
  );
}
