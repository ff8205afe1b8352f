import { PictureOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Choice, type ChoiceGroup } from '../../model/definition';
import { choicesOf, freshItemKey } from '../../model/find';
import { InlineWords } from '../../parts/InlineWords';
import { useSpell } from '../../rules/useRuleWords';
import { useEditor, useWhole } from '../../state/useEditor';
import type { EditProps } from '../kind';
import styles from './faces.module.css';

export type ChoiceLook = 'chip' | 'radio' | 'check' | 'option' | 'picture' | 'rank' | 'share';

/** The choices of a question, alone and in groups, written in place: Enter adds the next, Backspace in an empty one takes it out. */
export function ChoicesFace({ question, set, look }: EditProps & { look: ChoiceLook }) {
  const taken = choicesOf(question).map((choice) => choice.key);
  const groups = question.groups ?? [];
  const setGroup = (at: number, patch: Partial<ChoiceGroup>, tag?: string): void => set({ groups: groups.with(at, { ...groups[at]!, ...patch }) }, tag);
  return (
    <>
      {(question.choices || !groups.length) && <Choices choices={question.choices ?? []} taken={taken} look={look} onChange={(choices, tag) => set({ choices }, tag)} />}
      {groups.map((group, at) => (
        <div key={at} className={styles.group}>
          <GroupHead group={group} onChange={(patch) => setGroup(at, patch, `group ${at}`)} />
          <Choices choices={group.choices} taken={taken} look={look} onChange={(choices, tag) => setGroup(at, { choices }, tag)} />
        </div>
      ))}
    </>
  );
}

function GroupHead({ group, onChange }: { group: ChoiceGroup; onChange: (patch: Partial<ChoiceGroup>) => void }) {
  const { t } = useTranslation('editor');
  return (
    <>
      {group.show_if !== undefined && <GroupCondition rule={group.show_if} />}
      <div className={styles.groupTitle}><InlineWords words={group.title} label={t('face.groupTitle')} onChange={(title) => onChange({ title })} /></div>
    </>
  );
}

function GroupCondition({ rule }: { rule: unknown }) {
  const { t } = useTranslation('editor');
  const spell = useSpell(useWhole());
  return <div className={styles.condition}>{t('face.shownIf', { rule: spell(rule) })}</div>;
}

interface ChoicesProps {
  choices: Choice[];
  taken: string[];
  look: ChoiceLook;
  onChange: (choices: Choice[], tag?: string) => void;
}

function Choices({ choices, taken, look, onChange }: ChoicesProps) {
  const { t } = useTranslation('editor');
  const { locked } = useEditor();
  const [fresh, setFresh] = useState<string>();
  const add = (after: number): void => {
    const key = freshItemKey(taken);
    setFresh(key);
    onChange(choices.toSpliced(after + 1, 0, { key, label: {} }));
  };
  const erase = (at: number): void => {
    if (choices.length === 1) return;
    setFresh(choices[at - 1]?.key);
    onChange(choices.toSpliced(at, 1));
  };
  return (
    <div className={look === 'chip' ? styles.chips : look === 'picture' ? styles.pictures : styles.lines}>
      {choices.map((choice, at) => (
        <ChoiceShape key={choice.key} choice={choice} look={look} at={at}>
          <InlineWords words={choice.label} label={t('face.choice', { n: at + 1 })} placeholder={t('face.choiceBlank')} autoFocus={choice.key === fresh} onChange={(label) => onChange(choices.with(at, { ...choice, label: label ?? {} }), `choice ${choice.key}`)} onEnter={() => add(at)} onErase={() => erase(at)} />
        </ChoiceShape>
      ))}
      {!locked && <button type="button" className={styles.add} onClick={() => add(choices.length - 1)}>+ {t('face.addChoice')}</button>}
    </div>
  );
}

function ChoiceShape({ choice, look, at, children }: { choice: Choice; look: ChoiceLook; at: number; children: ReactNode }) {
  const open = choice.open && <span className={styles.open} aria-hidden="true" />;
  if (look === 'chip') return <span className={styles.chip}>{children}{open}</span>;
  if (look === 'picture') return <div className={styles.picture}>{choice.image ? <img src={addressOf(choice.image)} alt="" /> : <span className={styles.noPicture}><PictureOutlined /></span>}{children}{open}</div>;
  return (
    <div className={styles.line}>
      {look === 'rank' ? <span className={styles.rank} aria-hidden="true">{at + 1}</span> : look === 'share' ? null : <span aria-hidden="true" className={`${styles.mark} ${look === 'check' ? styles.square : styles.round}`} />}
      {children}
      {open}
      {look === 'share' && <span className={styles.share} aria-hidden="true">0</span>}
    </div>
  );
}

/** The address of a picture of this site. */
const addressOf = (file: string): string => (file.startsWith('/') ? file : `/${file}`);
