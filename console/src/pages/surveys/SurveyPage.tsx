import { EditOutlined, PlusOutlined } from '@ant-design/icons';
import { App, Button, Skeleton, Tabs, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { extendSurvey, useSurveyChange } from '@/api/centre';
import { useSession } from '@/api/session';
import { useSurvey, wordsIn, type SurveyDetail } from '@/api/surveys';
import { useLanguage } from '@/i18n';
import { param, useUrlState } from '@/state/useUrlState';
import { PageHeader } from '@/ui/PageHeader';
import { ErrorState } from '@/ui/States';
import { AnswersTab } from './answers/AnswersTab';
import { CollectorsTab } from './collectors/CollectorsTab';
import { StatusTag } from './StatusTag';
import { SummaryTab } from './summary/SummaryTab';
import { VersionsTab } from './versions/VersionsTab';

const TABS = ['summary', 'answers', 'collectors', 'versions'] as const;
const PARAMS = { tab: param.choice(TABS, 'summary') };
const OF_ANSWERS = new Set<string>(['summary', 'answers']);

/** Edits the survey, or builds on one that is not one's own to change. */
function BeginButton({ survey }: { survey: SurveyDetail }) {
  const { t } = useTranslation('surveys');
  const { message } = App.useApp();
  const navigate = useNavigate();
  const extend = useSurveyChange(extendSurvey);
  const edit = ({ key }: { key: string }): void => void navigate(`/surveys/${key}/edit`);
  if (survey.may_write) return <Button icon={<EditOutlined />} onClick={() => edit(survey)}>{t('edit')}</Button>;
  if (survey.versions.length === 0) return null;
  return (
    <Tooltip title={t('extendHint')}>
      <Button icon={<PlusOutlined />} loading={extend.isPending} onClick={() => extend.mutate(survey.key, { onSuccess: edit, onError: (error) => void message.error(error.message) })}>{t('act.extend')}</Button>
    </Tooltip>
  );
}

/** One survey: what it brings in, question by question and answer by answer; where it is open; its versions. */
export default function SurveyPage() {
  const { t } = useTranslation('surveys');
  const { key = '' } = useParams();
  const language = useLanguage();
  const { can } = useSession();
  const [{ tab }, set] = useUrlState(PARAMS);
  const survey = useSurvey(key);
  if (survey.error && !survey.data) return <ErrorState error={survey.error} onRetry={() => void survey.refetch()} />;
  if (!survey.data) return <Skeleton active paragraph={{ rows: 10 }} />;
  const shown = TABS.filter((name) => !OF_ANSWERS.has(name) || can('feedback.read'));
  const contents = { summary: <SummaryTab survey={key} />, answers: <AnswersTab survey={key} />, collectors: <CollectorsTab survey={key} />, versions: <VersionsTab survey={key} /> };
  const number = survey.data.versions[0]?.number;
  return (
    <>
      <PageHeader
        title={wordsIn(survey.data.title, language) || key}
        crumbs={[{ label: t('title'), to: '/surveys' }]}
        note={<><StatusTag status={survey.data.status} /> {number ? t('version', { n: number }) : t('neverPublished')}</>}
        actions={can('survey.write') && <BeginButton survey={survey.data} />}
      />
      <Tabs activeKey={shown.includes(tab) ? tab : shown[0]} onChange={(next) => set({ tab: next as (typeof TABS)[number] }, { push: true })} destroyOnHidden items={shown.map((name) => ({ key: name, label: t(`tab.${name}`), children: contents[name] }))} />
    </>
  );
}
