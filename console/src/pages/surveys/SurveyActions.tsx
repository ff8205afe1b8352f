import { MoreOutlined } from '@ant-design/icons';
import { App, Button, Dropdown } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { actOnSurvey, copySurvey, deleteDraft, extendSurvey, useSurveyChange, type ListedSurvey, type SurveyAct } from '@/api/centre';
import { useSession } from '@/api/session';
import { FilingDialog } from './FilingDialog';

type Choice = SurveyAct | 'copy' | 'extend' | 'file' | 'delete';

/** What may be done with a survey as it stands. Who may write surveys, but not this one, builds on it. */
function choicesFor(survey: ListedSurvey): Choice[] {
  if (!survey.may_write) return survey.versions.length > 0 && !survey.archived_at ? ['extend'] : [];
  if (survey.archived_at) return ['restore'];
  const running: Partial<Record<string, Choice[]>> = { draft: ['delete'], published: ['pause', 'close'], paused: ['resume', 'close'], closed: ['resume'] };
  return ['file', 'copy', ...(running[survey.status] ?? []), 'archive'];
}

export function SurveyActions({ survey }: { survey: ListedSurvey }) {
  const { t } = useTranslation('surveys');
  const { can } = useSession();
  const { message, modal } = App.useApp();
  const navigate = useNavigate();
  const [filing, setFiling] = useState(false);
  const acted = { onSuccess: () => void message.success(t('acted')), onError: (error: Error) => void message.error(error.message) };
  const act = useSurveyChange(actOnSurvey);
  const copy = useSurveyChange(copySurvey);
  const extend = useSurveyChange(extendSurvey);
  const drop = useSurveyChange(deleteDraft);
  const choices = can('survey.write') ? choicesFor(survey) : [];
  const edit = ({ key }: { key: string }): void => void navigate(`/surveys/${key}/edit`);
  if (choices.length === 0) return null;
  const choose = (choice: Choice): void => {
    if (choice === 'file') setFiling(true);
    else if (choice === 'copy') copy.mutate(survey.key, { ...acted, onSuccess: edit });
    else if (choice === 'extend') extend.mutate(survey.key, { ...acted, onSuccess: edit });
    else if (choice === 'delete') modal.confirm({ title: t('deleteSure'), okButtonProps: { danger: true }, onOk: () => drop.mutateAsync(survey.key).catch(acted.onError) });
    else if (choice === 'close') modal.confirm({ title: t('closeSure'), onOk: () => act.mutateAsync({ key: survey.key, act: choice }).catch(acted.onError) });
    else act.mutate({ key: survey.key, act: choice }, acted);
  };
  const items = choices.map((choice) => ({ key: choice, label: t(`act.${choice}`), danger: choice === 'delete' }));
  return (
    // A click in the menu is not a click on the row.
    <span onClick={(event) => event.stopPropagation()} onKeyDown={(event) => event.stopPropagation()} role="presentation">
      <Dropdown trigger={['click']} menu={{ items, onClick: ({ key, domEvent }) => { domEvent.stopPropagation(); choose(key as Choice); } }}>
        <Button type="text" size="small" icon={<MoreOutlined />} aria-label={t('actsOf', { key: survey.key })} />
      </Dropdown>
      {filing && <FilingDialog survey={survey} onClose={() => setFiling(false)} />}
    </span>
  );
}
