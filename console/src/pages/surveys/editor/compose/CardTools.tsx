import { ArrowDownOutlined, ArrowUpOutlined, CopyOutlined, DeleteOutlined, FunctionOutlined, InboxOutlined, MessageOutlined, MoreOutlined, ScissorOutlined, SettingOutlined } from '@ant-design/icons';
import { App, Button, Dropdown, Tooltip } from 'antd';
import type { ReactNode, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeepInBank } from '@/api/surveyDrafts';
import { findQuestion } from '../model/find';
import { spotBeside } from '../model/outline';
import { insertToken } from '../parts/editable';
import { useChange, useEditor, useWhole } from '../state/useEditor';
import { useOpenComments } from '../state/useComments';
import type { Selection } from '../useSelection';
import { CommentsPopover } from './CommentsPopover';
import styles from './canvas.module.css';
import { useDeletion } from './Deletion';
import { useTokenMenu } from './useTokenMenu';

interface CardToolsProps {
  question: string;
  selection: Selection;
  card: RefObject<HTMLElement | null>;
  onSettings?: () => void;
}

/** What can be done with the chosen question. */
export function CardTools({ question, selection, card, onSettings }: CardToolsProps) {
  const { t } = useTranslation('editor');
  const { locked } = useEditor();
  const change = useChange();
  const definition = useWhole();
  const remove = useDeletion(selection);
  const comments = useOpenComments(question);
  const found = findQuestion(definition, question);
  const beside = (step: -1 | 1) => found && spotBeside(definition, found.page.key, found.at, step);
  const move = (step: -1 | 1): void => {
    const spot = beside(step);
    if (spot) change({ do: 'moveQuestion', question, spot });
  };
  return (
    <div className={styles.tools} role="toolbar" aria-label={t('card.tools')} onClick={(event) => event.stopPropagation()}>
      {onSettings && <Tool label={t('pane.settings')} icon={<SettingOutlined />} onClick={onSettings} />}
      <CommentsPopover question={question}>
        <Button type="text" size="small" icon={<MessageOutlined />} aria-label={t('comment.open', { n: comments })}>{comments || null}</Button>
      </CommentsPopover>
      {!locked && (
        <>
          <InsertToken question={question} card={card} />
          <Tool label={t('card.up')} icon={<ArrowUpOutlined />} disabled={!beside(-1)} onClick={() => move(-1)} />
          <Tool label={t('card.down')} icon={<ArrowDownOutlined />} disabled={!beside(1)} onClick={() => move(1)} />
          <Tool label={t('card.duplicate')} icon={<CopyOutlined />} onClick={() => change({ do: 'duplicateQuestion', question })} />
          <Tool label={t('card.remove')} icon={<DeleteOutlined />} onClick={() => remove(question)} />
          <MoreTools question={question} first={found?.at === 0} />
        </>
      )}
    </div>
  );
}

function Tool({ label, icon, disabled, onClick }: { label: string; icon: ReactNode; disabled?: boolean; onClick: () => void }) {
  return <Tooltip title={label}><Button type="text" size="small" icon={icon} aria-label={label} disabled={disabled} onClick={onClick} /></Tooltip>;
}

function MoreTools({ question, first }: { question: string; first: boolean }) {
  const { t } = useTranslation('editor');
  const { message } = App.useApp();
  const { store } = useEditor();
  const change = useChange();
  const keep = useKeepInBank();
  const toBank = (): void => {
    const found = findQuestion(store.get().present, question);
    if (found) keep.mutate({ ...found.question }, { onSuccess: () => void message.success(t('bank.kept')), onError: (error) => void message.error(error.message) });
  };
  const items = [
    { key: 'split', label: t('card.split'), icon: <ScissorOutlined />, disabled: first, onClick: () => change({ do: 'splitPage', question }) },
    { key: 'bank', label: t('bank.keep'), icon: <InboxOutlined />, onClick: toBank },
  ];
  return <Dropdown trigger={['click']} menu={{ items }}><Button type="text" size="small" icon={<MoreOutlined />} aria-label={t('card.more')} /></Dropdown>;
}

/** Puts an answer or a fact into the words where the writer was last. */
function InsertToken({ question, card }: { question: string; card: RefObject<HTMLElement | null> }) {
  const { t } = useTranslation('editor');
  const { message } = App.useApp();
  const items = useTokenMenu(question, (token) => {
    if (!insertToken(card.current, token)) void message.info(t('token.where'));
  });
  return (
    <Dropdown trigger={['click']} menu={{ items, style: { maxHeight: 360, overflowY: 'auto' } }}>
      <Tooltip title={t('token.insert')}><Button type="text" size="small" icon={<FunctionOutlined />} aria-label={t('token.insert')} /></Tooltip>
    </Dropdown>
  );
}
