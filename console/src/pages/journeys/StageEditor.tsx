import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, HolderOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input, Select } from 'antd';
import type { DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Journey } from '@/api/journeys';
import { useTerms } from '@/features/useTerms';
import { addTouchpoint, move, patchStage, patchTouchpoint, remove, step, type Place } from './placing';
import styles from './journeys.module.css';

const CHANNELS = ['store', 'delivery', 'app', 'miniapp', 'tmall', 'jd', 'meituan', 'douyin', 'hotline', 'online'];
const KIND = 'application/x-opencem-place';

interface PartProps {
  journey: Journey;
  onChange: (journey: Journey) => void;
}

/** One stage with its touchpoints; both are dragged by their handle or moved by the arrows. */
export function StageEditor({ journey, at, onChange }: PartProps & { at: number }) {
  const { t } = useTranslation('journeys');
  const stage = journey.stages[at]!;
  const name = stage.name_zh || stage.code;
  return (
    <li className={styles.stage} {...dropAt({ stage: at }, journey, onChange)}>
      <div className={styles.line}>
        <Handle place={{ stage: at }} name={name} />
        <Input aria-label={t('editor.stageZh')} placeholder={t('editor.stageZh')} value={stage.name_zh} maxLength={60} onChange={({ target }) => onChange(patchStage(journey, at, { name_zh: target.value }))} />
        <Input aria-label={t('editor.stageEn')} placeholder={t('editor.stageEn')} value={stage.name_en} maxLength={60} onChange={({ target }) => onChange(patchStage(journey, at, { name_en: target.value }))} />
        <Moves place={{ stage: at }} name={name} journey={journey} onChange={onChange} />
      </div>
      <ol className={styles.touchpoints}>
        {stage.touchpoints.map((point, place) => <TouchpointFields key={point.code} place={{ stage: at, touchpoint: place }} journey={journey} onChange={onChange} />)}
      </ol>
      <Button type="dashed" size="small" icon={<PlusOutlined />} onClick={() => onChange(addTouchpoint(journey, at))}>{t('editor.addTouchpoint')}</Button>
    </li>
  );
}

function TouchpointFields({ place, journey, onChange }: PartProps & { place: Required<Place> }) {
  const { t } = useTranslation('journeys');
  const terms = useTerms();
  const point = journey.stages[place.stage]!.touchpoints[place.touchpoint]!;
  const patch = (values: Partial<typeof point>): void => onChange(patchTouchpoint(journey, place, values));
  const known = [...new Set([...CHANNELS, ...point.channels])];
  return (
    <li className={styles.touchpoint} data-touchpoint={point.code} {...dropAt(place, journey, onChange)}>
      <div className={styles.line}>
        <Handle place={place} name={point.name_zh || point.code} />
        <Input aria-label={t('editor.touchpointZh')} placeholder={t('editor.touchpointZh')} value={point.name_zh} maxLength={60} onChange={({ target }) => patch({ name_zh: target.value })} />
        <Input aria-label={t('editor.touchpointEn')} placeholder={t('editor.touchpointEn')} value={point.name_en} maxLength={60} onChange={({ target }) => patch({ name_en: target.value })} />
        <Moves place={place} name={point.name_zh || point.code} journey={journey} onChange={onChange} />
      </div>
      <div className={styles.line}>
        <span className={styles.muted}>{t('editor.channels')}</span>
        <Select mode="multiple" size="small" className={styles.channels} aria-label={t('editor.channels')} value={point.channels} onChange={(channels: string[]) => patch({ channels })} options={known.map((value) => ({ value, label: terms.channel(value) }))} />
        <code className={styles.muted}>{point.code}</code>
      </div>
    </li>
  );
}

function Handle({ place, name }: { place: Place; name: string }) {
  const { t } = useTranslation('journeys');
  const start = (event: DragEvent): void => {
    event.stopPropagation();
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData(KIND, JSON.stringify(place));
  };
  return <span draggable onDragStart={start} className={styles.handle} role="img" aria-label={t('editor.drag', { name })}><HolderOutlined /></span>;
}

/** What a part of the journey does with something dragged onto it. */
function dropAt(to: Place, journey: Journey, onChange: (journey: Journey) => void) {
  return {
    onDragOver: (event: DragEvent): void => {
      if (event.dataTransfer.types.includes(KIND)) event.preventDefault();
    },
    onDrop: (event: DragEvent): void => {
      const given = event.dataTransfer.getData(KIND);
      if (!given) return;
      event.preventDefault();
      event.stopPropagation();
      const from = JSON.parse(given) as Place;
      onChange(move(journey, from, from.touchpoint === undefined ? { stage: to.stage } : to));
    },
  };
}

function Moves({ place, name, journey, onChange }: PartProps & { place: Place; name: string }) {
  const { t } = useTranslation('journeys');
  const button = (by: -1 | 1) => {
    const to = step(journey, place, by);
    return <Button type="text" size="small" icon={by < 0 ? <ArrowUpOutlined /> : <ArrowDownOutlined />} disabled={!to} aria-label={t(by < 0 ? 'editor.up' : 'editor.down', { name })} onClick={() => to && onChange(move(journey, place, to))} />;
  };
  return (
    <span className={styles.moves}>
      {button(-1)}
      {button(1)}
      <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t('editor.remove', { name })} onClick={() => onChange(remove(journey, place))} />
    </span>
  );
}
