import { ApartmentOutlined } from '@ant-design/icons';
import { TreeSelect } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { buildForest, matchesUnit, type UnitBranch, type UnitNode } from './unitTree';

interface UnitPickerProps {
  units: UnitNode[];
  value: string | undefined;
  onChange: (code: string | undefined) => void;
  loading?: boolean;
  /** The name for "everything I may see"; without it the reader must choose a unit. */
  wholeLabel?: string;
  block?: boolean;
}

interface TreeOption {
  value: string;
  title: string;
  unit: UnitNode;
  children?: TreeOption[];
}

const WHOLE = '*';

function toOption(branch: UnitBranch): TreeOption {
  const children = branch.children.map(toOption);
  return { value: branch.code, title: branch.name, unit: branch, ...(children.length ? { children } : {}) };
}

/** The unit a page is about, chosen from my part of the tree; searches names and codes. */
export function UnitPicker({ units, value, onChange, loading, wholeLabel, block }: UnitPickerProps) {
  const { t } = useTranslation('ui');
  const forest = useMemo(() => buildForest(units).map(toOption), [units]);
  const single = forest.length === 1 ? forest[0] : undefined;
  const whole = wholeLabel && !single ? [{ value: WHOLE, title: wholeLabel, unit: { code: WHOLE, name: wholeLabel } as UnitNode }] : [];
  return (
    <TreeSelect
      aria-label={t('unitPicker.label')}
      style={{ width: block ? '100%' : 208 }}
      treeData={[...whole, ...forest]}
      value={value ?? (wholeLabel ? (single?.value ?? WHOLE) : undefined)}
      placeholder={t('unitPicker.placeholder')}
      onChange={(code: string) => onChange(code === WHOLE || code === single?.value ? undefined : code)}
      showSearch={{ filterTreeNode: (words, node) => matchesUnit((node as unknown as TreeOption).unit, words) }}
      treeDefaultExpandedKeys={single ? [single.value] : []}
      loading={loading}
      prefix={<ApartmentOutlined />}
      popupMatchSelectWidth={300}
      listHeight={420}
    />
  );
}
