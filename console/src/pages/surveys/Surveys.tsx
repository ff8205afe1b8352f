import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useSurveyFigures, type ListedSurvey } from '@/api/centre';
import { useSession } from '@/api/session';
import { useCursorList } from '@/api/useCursorList';
import { useScope } from '@/state/useScope';
import { useUrlState } from '@/state/useUrlState';
import { DataTable } from '@/ui/DataTable';
import { PageHeader } from '@/ui/PageHeader';
import { EmptyState } from '@/ui/States';
import { PublishSurvey } from './PublishSurvey';
import { SurveyCard } from './SurveyCard';
import { SurveyFilters } from './SurveyFilters';
import { SURVEY_PARAMS, toFilter } from './params';
import { useSurveyColumns } from './useSurveyColumns';

/** Every survey the reader may see, with what each brings in. */
export default function Surveys() {
  const { t } = useTranslation('surveys');
  const { can } = useSession();
  const navigate = useNavigate();
  const [scope] = useScope();
  const [values, set] = useUrlState(SURVEY_PARAMS);
  const list = useCursorList<ListedSurvey>('/api/v1/surveys', { unit: scope.unit, ...toFilter(values) });
  const keys = (list.rows ?? []).map((survey) => survey.key);
  const figures = useSurveyFigures(keys, scope.unit);
  const figuresOf = (key: string) => figures.data?.items.find((each) => each.key === key);
  const columns = useSurveyColumns(figuresOf);
  return (
    <>
      <PageHeader title={t('title')} note={t('note')} actions={can('survey.write') ? <PublishSurvey /> : undefined} />
      <SurveyFilters values={values} set={set} />
      <DataTable
        name="surveys"
        label={t('title')}
        columns={columns}
        rows={list.rows}
        rowKey={(survey) => survey.key}
        error={list.error}
        onRetry={() => void list.refetch()}
        sort={values.sort}
        onSort={(sort) => set({ sort: sort ?? '-updated' })}
        paging={list.paging}
        onOpen={(survey) => void navigate(`/surveys/${survey.key}`)}
        card={(survey) => <SurveyCard survey={survey} figures={figuresOf(survey.key)} />}
        empty={<EmptyState title={t('empty.title')} hint={t('empty.hint')} />}
      />
    </>
  );
}
