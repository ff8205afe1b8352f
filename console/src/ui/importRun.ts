/** One file on its way in, as the wizard follows it. */
export interface ImportRun {
  id: string;
  kind: string;
  file_name: string;
  state: 'uploaded' | 'checking' | 'checked' | 'running' | 'done' | 'failed';
  columns: string[];
  fields: ImportField[];
  mapping: Record<string, string>;
  options: Record<string, string>;
  sample: string[][];
  rows_total: number;
  rows_done: number;
  created: number;
  updated: number;
  unchanged: number;
  rejected: number;
  rejects: { row: number; field: string; code: string; message: string }[];
  error?: string;
}

export interface ImportField {
  key: string;
  label: string;
  required: boolean;
  kind: string;
}

export type ImportMode = 'add' | 'update' | 'both';
export const IMPORT_MODES: ImportMode[] = ['both', 'add', 'update'];

/** What the wizard needs from the server. */
export interface ImportPort {
  upload: (file: File, mode: ImportMode) => void;
  check: (mapping: Record<string, string>, options: Record<string, string>) => void;
  run: () => void;
  restart: () => void;
  busy: boolean;
  error: unknown;
}

export const DATE_ORDERS = ['dmy', 'mdy'] as const;

/** What the file does not say and the wizard must ask: where its voices come from, and how 3/4/2026 is meant. */
export function openQuestions(fields: ImportField[], mapping: Record<string, string>): { source: boolean; dateOrder: boolean } {
  const source = fields.some((field) => field.key === 'source') && !mapping.source;
  const dateOrder = fields.some((field) => (field.kind === 'instant' || field.kind === 'date') && mapping[field.key]);
  return { source, dateOrder };
}

export type WizardStep = 0 | 1 | 2 | 3;

/** Which step a run has reached: upload, map and check, confirm, result. */
export function wizardStep(run: ImportRun | undefined): WizardStep {
  if (!run) return 0;
  switch (run.state) {
    case 'uploaded':
    case 'checking':
      return 1;
    case 'checked':
      return 2;
    default:
      return 3;
  }
}

/** Required fields that no column feeds yet. */
export function unmapped(fields: ImportField[], mapping: Record<string, string>): ImportField[] {
  return fields.filter((field) => field.required && !mapping[field.key]);
}
