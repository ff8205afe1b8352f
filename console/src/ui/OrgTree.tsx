import { Input, Tree, type TreeDataNode } from 'antd';
import { useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { buildForest, matchesUnit, pathTo, type UnitBranch, type UnitNode } from './unitTree';
import { EmptyState } from './States';
import styles from './OrgTree.module.css';

interface OrgTreeProps {
  units: UnitNode[];
  selected: string | undefined;
  onSelect: (code: string) => void;
  kindName: (kind: string) => string;
  /** Given when a unit may be moved: called with what was dropped and where. */
  onMove?: (code: string, parent: string) => void;
  height?: number;
}

function toNode(branch: UnitBranch, label: (unit: UnitNode) => ReactNode, over: string | undefined): TreeDataNode {
  return { key: branch.code, title: label(branch), className: branch.code === over ? styles.over : undefined, children: branch.children.map((child) => toNode(child, label, over)) };
}

/** The organisation as a tree with search; a unit is moved by dragging it onto its new parent. */
export function OrgTree({ units, selected, onSelect, kindName, onMove, height = 560 }: OrgTreeProps) {
  const { t } = useTranslation('ui');
  const [words, setWords] = useState('');
  const [expanded, setExpanded] = useState<string[]>(() => units.filter((unit) => unit.parent === null).map((unit) => unit.code));
  const shown = useMemo(() => keepMatching(units, words), [units, words]);
  const [over, setOver] = useState<string>();
  const nodes = useMemo(() => buildForest(shown).map((branch) => toNode(branch, (unit) => <UnitLabel unit={unit} kind={kindName(unit.kind)} />, over)), [shown, kindName, over]);
  const drop = (code: string): void => {
    if (over && over !== code) onMove?.(code, over);
    setOver(undefined);
  };
  return (
    <div className={styles.tree}>
      <Input.Search allowClear value={words} onChange={(event) => setWords(event.target.value)} placeholder={t('unitPicker.search')} aria-label={t('unitPicker.search')} />
      {nodes.length === 0 && <EmptyState compact title={t('unitPicker.none', { words })} />}
      <Tree
        blockNode
        height={height}
        treeData={nodes}
        selectedKeys={selected ? [selected] : []}
        expandedKeys={words ? shown.map((unit) => unit.code) : expanded}
        onExpand={(keys) => setExpanded(keys.map(String))}
        onSelect={(_, { node }) => onSelect(String(node.key))}
        draggable={onMove ? { icon: false } : false}
        // antd reckons from halves of rows and steps to the left what one might mean; here a unit goes under the row beneath the pointer.
        dropIndicatorRender={() => null}
        onDragOver={({ node }) => setOver(String(node.key))}
        onDragEnd={() => setOver(undefined)}
        onDrop={({ dragNode }) => drop(String(dragNode.key))}
      />
    </div>
  );
}

/** The matching units with what they lie under. */
function keepMatching(units: UnitNode[], words: string): UnitNode[] {
  if (!words.trim()) return units;
  const kept = new Set(units.filter((unit) => matchesUnit(unit, words)).flatMap((unit) => pathTo(units, unit.code).map((each) => each.code)));
  return units.filter((unit) => kept.has(unit.code));
}

function UnitLabel({ unit, kind }: { unit: UnitNode; kind: string }) {
  return (
    <span className={styles.label}>
      {unit.name}
      <small>{unit.code}</small>
      <small>{kind}</small>
    </span>
  );
}
