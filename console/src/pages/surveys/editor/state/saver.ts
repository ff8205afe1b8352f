import type { Fault } from '@/api/surveyDrafts';
import type { Definition } from '../model/definition';
import type { EditorStore } from './store';

/** What the server keeps of a draft. */
export interface Kept {
  definition: Definition;
  revision: number;
  saved_at: string | null;
  saved_by: { name: string } | null;
  differs: boolean;
  based_on: number | null;
  faults: Fault[];
  warnings: Fault[];
  /** Questions that only headquarters changes. */
  locked: string[];
}

export type Receipt = Omit<Kept, 'definition'>;

/** How the words here and those on the server stand to each other. `conflict`: somebody else has saved since. */
export type Saving = { kind: 'saved' | 'waiting' | 'saving' } | { kind: 'failed'; error: unknown } | { kind: 'conflict'; theirs: Kept };

export interface SaverState {
  saving: Saving;
  /** The last state both sides agreed on. */
  kept: Kept;
}

export interface Server {
  load: () => Promise<Kept>;
  save: (definition: Definition, revision: number) => Promise<Receipt>;
  isConflict: (error: unknown) => boolean;
}

const QUIET_MS = 900;
const RETRY_MS = 8000;

/** Saves the survey a moment after it changed, one request at a time; never over what somebody else has saved. */
export class Saver {
  private readonly listeners = new Set<() => void>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> | undefined;
  private state: SaverState;

  constructor(private readonly store: EditorStore, private readonly server: Server, kept: Kept) {
    this.state = { saving: { kind: 'saved' }, kept };
  }

  get = (): SaverState => this.state;

  subscribe = (notify: () => void): (() => void) => {
    this.listeners.add(notify);
    return () => this.listeners.delete(notify);
  };

  /** Follows the survey until what is returned is called; what is not yet saved then is. */
  follow = (): (() => void) => {
    const stop = this.store.subscribe(() => this.later());
    return () => {
      stop();
      void this.flush();
    };
  };

  get isSaved(): boolean {
    return this.state.kept.definition === this.store.get().present;
  }

  /** Everything saved, now; the revision it is saved as. Stays behind if the server cannot be reached or refuses. */
  flush = async (): Promise<number> => {
    clearTimeout(this.timer);
    while (this.running) await this.running;
    if (!this.isSaved && this.state.saving.kind !== 'conflict') await this.save();
    return this.state.kept.revision;
  };

  /** The server changed the draft itself (conversion, an old version): its words become those here, as one step of undo. */
  adopt = (kept: Kept): void => {
    clearTimeout(this.timer);
    this.set({ saving: { kind: 'saved' }, kept });
    this.store.change({ do: 'replace', definition: kept.definition });
  };

  /** What the server says of the words that are here already, as after publishing. */
  renew = (kept: Kept): void => this.set({ ...this.state, kept: { ...kept, definition: this.state.kept.definition } });

  /** In a conflict: theirs are taken; mine are one undo away. */
  takeTheirs = (): void => {
    if (this.state.saving.kind === 'conflict') this.adopt(this.state.saving.theirs);
  };

  /** In a conflict: mine stand, saved after theirs. */
  keepMine = (): void => {
    if (this.state.saving.kind !== 'conflict') return;
    this.set({ saving: { kind: 'waiting' }, kept: { ...this.state.saving.theirs } });
    void this.flush();
  };

  private later(): void {
    if (this.isSaved || this.state.saving.kind === 'conflict') return;
    if (this.state.saving.kind !== 'saving') this.set({ ...this.state, saving: { kind: 'waiting' } });
    this.start(QUIET_MS);
  }

  private start(wait: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), wait);
  }

  private save(): Promise<void> {
    this.running = this.send().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private async send(): Promise<void> {
    const definition = this.store.get().present;
    this.set({ ...this.state, saving: { kind: 'saving' } });
    try {
      const receipt = await this.server.save(definition, this.state.kept.revision);
      this.set({ saving: { kind: 'saved' }, kept: { ...receipt, definition } });
      if (!this.isSaved) this.later();
    } catch (error) {
      await this.refused(error);
    }
  }

  private async refused(error: unknown): Promise<void> {
    if (!this.server.isConflict(error)) {
      this.set({ ...this.state, saving: { kind: 'failed', error } });
      return this.start(RETRY_MS);
    }
    try {
      this.set({ ...this.state, saving: { kind: 'conflict', theirs: await this.server.load() } });
    } catch (failure) {
      this.set({ ...this.state, saving: { kind: 'failed', error: failure } });
      this.start(RETRY_MS);
    }
  }

  private set(state: SaverState): void {
    this.state = state;
    this.listeners.forEach((notify) => notify());
  }
}
