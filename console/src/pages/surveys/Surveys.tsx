import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useSurveys, wordsIn, type Survey } from '@/api/surveys';
import { useSession } from '@/api/session';
import { formatInstant } from '@/format/time';
import { useLanguage } from '@/i18n';
import { DataTable } from '@/ui/DataTable';
import { PageHeader } from '@/ui/PageHeader';
import { EmptyState } from '@/ui/States';
import type { Column } from '@/ui/table';
import { PublishSurvey } from './PublishSurvey';

/** The surveys in use, and the way to publish another. */
export default function Surveys() {
  const { t } = useTranslation('surveys');
  const { can } = useSession();
  const language = useLanguage();
  const navigate = useNavigate();
  const { data, error, refetch } = useSurveys();
  const columns: Column<Survey>[] = [
    { key: 'title', title: t('column.title'), render: (survey) => <strong>{wordsIn(survey.title, language)}</strong> },
    { key: 'status', title: t('column.status'), render: (survey) => t(`status.${survey.status}`, { defaultValue: survey.status }) },
    { key: 'version', title: t('column.version'), render: (survey) => t('version', { n: survey.versions[0]?.number ?? 0 }) },
    { key: 'published', title: t('column.published'), render: (survey) => (survey.versions[0]?.published_at ? formatInstant(survey.versions[0].published_at, language) : '–') },
    { key: 'key', title: t('column.key'), render: (survey) => survey.key },
  ];
  return (
    <>
      <PageHeader title={t('title')} actions={can('survey.write') ? <PublishSurvey /> : undefined} />
      <DataTable name="surveys" label={t('title')} columns={columns} rows={data} rowKey={(survey) => survey.key} error={error} onRetry={() => void refetch()} onOpen={(survey) => void navigate(`/surveys/${survey.key}`)} empty={<EmptyState title={t('empty.title')} hint={t('empty.hint')} />} />
    </>
  );
}
