import { FlagOutlined } from '@ant-design/icons';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { anyWords, type Definition } from '../model/definition';
import { findPage } from '../model/find';
import { layoutFlow, NODE, type FlowNode } from '../model/flow';
import { useSpell } from '../rules/useRuleWords';
import { useEditor, useWhole } from '../state/useEditor';
import { useFaultCounts } from '../state/useProblems';
import type { Selection } from '../useSelection';
import styles from './flow.module.css';

/** The survey as a way from page to page; a click opens the page. */
export function FlowView({ selection }: { selection: Selection }) {
  const { t } = useTranslation('editor');
  const definition = useWhole();
  const flow = useMemo(() => layoutFlow(definition), [definition]);
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('view.flow')}>
      <div className={styles.flow} style={{ width: flow.width + 2, height: flow.height + 2 }}>
        <svg className={styles.lines} width={flow.width} height={flow.height} aria-hidden="true">
          <defs><marker id="arrow" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 L8 4 L0 8 z" /></marker></defs>
          {flow.edges.map((edge) => <path key={`${edge.from} ${edge.jump} ${edge.to}`} d={edge.path} className={edge.jump === null ? styles.on : styles.jump} markerEnd="url(#arrow)" />)}
        </svg>
        {flow.nodes.map((node) => (node.kind === 'page' ? <PageNode key={node.id} node={node} definition={definition} selection={selection} /> : <EndNode key={node.id} node={node} definition={definition} selection={selection} />))}
      </div>
    </div>
  );
}

const placed = (node: FlowNode) => ({ left: node.x, top: node.y, width: NODE.width, height: node.height });

function PageNode({ node, definition, selection }: { node: FlowNode; definition: Definition; selection: Selection }) {
  const { t } = useTranslation('editor');
  const { language } = useEditor();
  const spell = useSpell(definition);
  const faults = useFaultCounts();
  const page = findPage(definition, node.key)!;
  const at = definition.pages.indexOf(page);
  const wrong = (faults.get(`page:${page.key}`) ?? 0) + page.questions.reduce((sum, question) => sum + (faults.get(`question:${question.key}`) ?? 0), 0);
  const traits = [t('flow.questions', { count: page.questions.length }), page.show_if !== undefined && t('flow.conditional'), page.loop && t('flow.loop'), page.ab && t('flow.arm', { arm: page.ab.arm }), page.order === 'random' && t('order.random')].filter(Boolean);
  return (
    <button type="button" className={`${styles.node} ${node.unreachable ? styles.unreachable : ''}`} style={placed(node)} onClick={() => selection.selectPage(page.key)}>
      <span className={styles.head} style={{ height: NODE.head }}>
        <strong>{at + 1}. {anyWords(page.title, language) || t('page.nth', { n: at + 1 })}</strong>
        <span>{traits.join(' · ')}{node.unreachable && <em> {t('flow.unreachable')}</em>}{wrong > 0 && <em> {t('problem.count', { n: wrong })}</em>}</span>
      </span>
      {(page.next ?? []).map((jump, row) => <span key={row} className={styles.row} style={{ height: NODE.row }} title={spell(jump.if)}>{spell(jump.if)}</span>)}
    </button>
  );
}

function EndNode({ node, definition, selection }: { node: FlowNode; definition: Definition; selection: Selection }) {
  const { t } = useTranslation('editor');
  const { language } = useEditor();
  const end = definition.ends?.find((each) => each.key === node.key);
  return (
    <button type="button" className={`${styles.node} ${styles.end} ${node.unreachable ? styles.unreachable : ''}`} style={placed(node)} onClick={() => selection.show('logic')}>
      <span className={styles.head} style={{ height: NODE.head }}>
        <strong><FlagOutlined /> {end ? anyWords(end.title, language) || end.key : t('flow.thanks')}</strong>
        <span>{end ? t(`end.${end.outcome}`) : t('end.completed')}{(definition.quotas ?? []).some((quota) => quota.end === node.key) && ` · ${t('flow.quota')}`}{node.unreachable && <em> {t('flow.unreachable')}</em>}</span>
      </span>
    </button>
  );
}
