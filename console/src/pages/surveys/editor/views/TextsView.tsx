import { Segmented, Table } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { languagesOf } from '../model/definition';
import { textRows, type TextRow } from '../model/translations';
import { GrowingText } from '../parts/GrowingText';
import { inLanguage } from '../parts/words';
import { useOwnerName } from '../compose/useOwnerName';
import { useChange, useEditor, useWhole } from '../state/useEditor';
import { LanguageBar } from './LanguageBar';
import { languageName } from './languageNames';
import styles from './views.module.css';

type Shown = 'all' | 'missing';

/** Every text beside its translations; what is missing comes first when asked for. */
export function TextsView() {
  const { t } = useTranslation('editor');
  const definition = useWhole();
  const ownerName = useOwnerName(definition);
  const languages = languagesOf(definition);
  const rows = useMemo(() => textRows(definition), [definition]);
  const [shown, setShown] = useState<Shown>('all');
  // What was missing when it was asked for stays until it is asked for again, or the row would vanish under the writer.
  const [asked, setAsked] = useState<Set<string>>(new Set());
  const missing = rows.reduce((sum, row) => sum + row.missing.length, 0);
  const show = (next: Shown): void => {
    setAsked(new Set(rows.filter((row) => row.missing.length || row.broken.length).map((row) => row.id)));
    setShown(next);
  };
  const listed = shown === 'all' ? rows : rows.filter((row) => asked.has(row.id));
  const columns = [
    { key: 'where', title: t('texts.where'), width: 200, fixed: 'left' as const, render: (row: TextRow) => <><div>{ownerName(row.owner)}</div><div className={styles.hint}>{t(`field.${row.owner.field}`, { defaultValue: row.owner.field })}</div></> },
    ...languages.map((language, at) => ({ key: language, title: languageName(language), render: (row: TextRow) => <TextCell row={row} language={language} source={at === 0} /> })),
  ];
  return (
    <div className={styles.texts}>
      <LanguageBar />
      <Segmented<Shown> aria-label={t('texts.shown')} value={shown} onChange={show} options={[{ value: 'all', label: t('texts.all', { n: rows.length }) }, { value: 'missing', label: t('texts.missing', { n: missing }) }]} />
      <Table<TextRow> size="small" rowKey="id" columns={columns} dataSource={listed} scroll={{ x: 200 + languages.length * 280 }} pagination={{ pageSize: 30, hideOnSinglePage: true, showSizeChanger: false }} locale={{ emptyText: t('texts.complete') }} />
    </div>
  );
}

function TextCell({ row, language, source }: { row: TextRow; language: string; source: boolean }) {
  const { t } = useTranslation('editor');
  const { locked } = useEditor();
  const change = useChange();
  const lost = row.broken.includes(language);
  const write = (text: string): void => change({ do: 'setWords', path: row.path, words: inLanguage(row.words, language, text) ?? {} }, `words ${row.id} ${language}`);
  return (
    <>
      <GrowingText disabled={locked} lang={language} aria-label={t('texts.cell', { language: languageName(language), text: row.words[language] ?? '' })} status={lost ? 'error' : !source && row.missing.includes(language) ? 'warning' : undefined} value={row.words[language] ?? ''} onChange={(event) => write(event.target.value)} />
      {lost && <div className={styles.alarm}>{t('texts.broken')}</div>}
    </>
  );
}
