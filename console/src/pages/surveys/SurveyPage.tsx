import { EditOutlined } from '@ant-design/icons';
import { Button, Skeleton, Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { useSession } from '@/api/session';
import { useSurvey, wordsIn } from '@/api/surveys';
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

/** One survey: what it brings in, question by question and answer by answer; where it is open; its versions. */
export default function SurveyPage() {
  const { t } = useTranslation('surveys');
  const { key = '' } = useParams();
  const navigate = useNavigate();
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
        actions={can('survey.write') && <Button icon={<EditOutlined />} onClick={() => void navigate(`/surveys/${key}/edit`)}>{t('edit')}</Button>}
      />
      <Tabs activeKey={shown.includes(tab) ? tab : shown[0]} onChange={(next) => set({ tab: next as (typeof TABS)[number] }, { push: true })} destroyOnHidden items={shown.map((name) => ({ key: name, label: t(`tab.${name}`), children: contents[name] }))} />
    </>
  );
}
