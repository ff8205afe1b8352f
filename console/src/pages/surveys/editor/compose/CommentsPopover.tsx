import { App, Button, Popover } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '@/api/session';
import { useComment, type Comment } from '@/api/surveyDrafts';
import { formatAgo } from '@/format/time';
import { useLanguage } from '@/i18n';
import { GrowingText } from '../parts/GrowingText';
import { useCommentsOn } from '../state/useComments';
import { useEditor } from '../state/useEditor';
import styles from './comments.module.css';

/** The remarks on a question, opened from its button. */
export function CommentsPopover({ question, children }: { question: string; children: ReactNode }) {
  return <Popover trigger="click" placement="bottomRight" destroyOnHidden content={<CommentThread question={question} />}>{children}</Popover>;
}

export function CommentThread({ question }: { question: string }) {
  const { t } = useTranslation('editor');
  const { survey } = useEditor();
  const { message } = App.useApp();
  const comments = useCommentsOn(question);
  const send = useComment(survey);
  const [text, setText] = useState('');
  const add = (): void => send.mutate({ act: 'add', question, text: text.trim() }, { onSuccess: () => setText(''), onError: (error) => void message.error(error.message) });
  return (
    <div className={styles.thread}>
      {comments.map((comment) => <Remark key={comment.id} comment={comment} />)}
      {!comments.length && <p className={styles.none}>{t('comment.none')}</p>}
      <GrowingText rows={2} maxLength={2000} aria-label={t('comment.write')} placeholder={t('comment.write')} value={text} onChange={(event) => setText(event.target.value)} />
      <Button size="small" type="primary" disabled={!text.trim()} loading={send.isPending} onClick={add}>{t('comment.send')}</Button>
    </div>
  );
}

function Remark({ comment }: { comment: Comment }) {
  const { t } = useTranslation('editor');
  const { survey } = useEditor();
  const { me } = useSession();
  const language = useLanguage();
  const act = useComment(survey);
  const done = comment.resolved_at !== null;
  return (
    <article className={done ? styles.done : undefined}>
      <header><strong>{comment.by?.name ?? '–'}</strong> <time dateTime={comment.at}>{formatAgo(comment.at, language)}</time></header>
      <p>{comment.text}</p>
      <Button size="small" type="link" onClick={() => act.mutate({ act: done ? 'reopen' : 'resolve', id: comment.id })}>{t(done ? 'comment.reopen' : 'comment.resolve')}</Button>
      {comment.by?.id === me.account.id && <Button size="small" type="link" danger onClick={() => act.mutate({ act: 'remove', id: comment.id })}>{t('comment.remove')}</Button>}
    </article>
  );
}
