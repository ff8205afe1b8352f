import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
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
      <PageHeader title={t('title')} note={t('note')} actions={can('survey.write') && <Button type="primary" icon={<PlusOutlined />} onClick={() => void navigate(`/surveys/new${values.folder && values.folder !== 'none' ? `?folder=${values.folder}` : ''}`)}>{t('new')}</Button>} />
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
        onOpen={(survey) => void navigate(placeOf(survey))}
        card={(survey) => <SurveyCard survey={survey} figures={figuresOf(survey.key)} />}
        empty={<EmptyState title={t('empty.title')} hint={t('empty.hint')} />}
      />
    </>
  );
}

/** A survey that was never published has nothing to show but its making. */
function placeOf({ key, versions, may_write: mayWrite }: ListedSurvey): string {
  return versions.length === 0 && mayWrite ? `/surveys/${key}/edit` : `/surveys/${key}`;
}
