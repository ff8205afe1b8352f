import { useTranslation } from 'react-i18next';
import type { ListedSurvey, SurveyFigures } from '@/api/centre';
import { formatCount } from '@/format/number';
import { StatusTag } from './StatusTag';
import { SurveyName } from './useSurveyColumns';
import styles from './surveys.module.css';

/** A survey of the list on a phone. */
export function SurveyCard({ survey, figures }: { survey: ListedSurvey; figures: SurveyFigures | undefined }) {
  const { t } = useTranslation('surveys');
  return (
    <span className={styles.card}>
      <SurveyName survey={survey} />
      <span className={styles.cardFoot}>
        <StatusTag status={survey.status} archived={survey.archived_at !== null} />
        {figures && <span>{t('cardFigures', { today: formatCount(figures.responses_today), total: formatCount(figures.responses) })}</span>}
      </span>
    </span>
  );
}
