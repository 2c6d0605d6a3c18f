/** The form of a new model at work: what is typed, the Modelfile beside it, the picked file, and the job it becomes. */
import { type Accessor, createEffect, createMemo, createSignal, on } from 'solid-js';
import type { ConnectionView } from '../../../domain/connection.ts';
import { type Fault, faultFrom } from '../../../domain/fault.ts';
import type { Job, JobTask } from '../../../domain/job.ts';
import { displayName, parseModelName } from '../../../domain/model-name.ts';
import { hasPower } from '../../../domain/model-powers.ts';
import { formatModelfile, type ModelfileReading } from '../../../domain/modelfile.ts';
import { newId } from '../../../lib/ids.ts';
import type { AppState } from '../../../state/create-state.ts';
import { createLive } from '../../../state/live.ts';
import { createFormDraft } from '../form-draft.ts';
import {
  type CreateForm,
  type CreateProblem,
  emptyForm,
  formFromReading,
  formProblems,
  formWithBase,
  nextForm,
  readForm,
  readModelfile,
  recipeOf,
  sentRecipe,
} from './create-form.ts';
import { createGgufPick, type GgufPick } from './gguf-file.ts';

export type Creating = {
  /** Servers that can create, in their order. */
  readonly servers: Accessor<readonly ConnectionView[]>;
  readonly server: Accessor<ConnectionView | undefined>;
  readonly form: Accessor<CreateForm>;
  readonly change: (part: Partial<CreateForm>) => void;
  readonly problems: Accessor<readonly CreateProblem[]>;
  /** The text of the Modelfile: as typed there, else made of the form. */
  readonly modelfile: Accessor<string>;
  readonly altered: Accessor<readonly string[]>;
  /** Of a typed Modelfile. */
  readonly reading: Accessor<ModelfileReading | undefined>;
  readonly typeModelfile: (text: string) => void;
  /** Writes it anew from the form, unless something is wrong in it. */
  readonly settleModelfile: () => void;
  readonly gguf: GgufPick;
  readonly pickFile: (file: File) => Promise<void>;
  readonly dropFile: () => void;
  /** False where its server tells nothing. */
  readonly takeBase: () => Promise<boolean>;
  readonly clear: () => void;
  readonly submit: () => Promise<'invalid' | 'queued' | 'there' | 'failed'>;
  readonly isBusy: Accessor<boolean>;
  readonly fault: Accessor<Fault | undefined>;
  /** What the last submission became. */
  readonly job: Accessor<Job | undefined>;
};

export type CreatingPlace = {
  readonly state: AppState;
  readonly connectionId: string | undefined;
  readonly base: string | undefined;
};

const besideModelfile: readonly string[] = ['name', 'connectionId', 'quantize'];

export function createCreating({ state, connectionId, base }: CreatingPlace): Creating {
  const servers = createMemo(() =>
    state.connections.list.filter(({ kind, enabled }) => enabled && hasPower(kind, 'build')),
  );
  const [form, setForm] = createSignal(emptyForm(connectionId ?? '', base));
  const [typed, setTyped] = createSignal<string>();
  const [isBusy, setBusy] = createSignal(false);
  const [fault, setFault] = createSignal<Fault>();
  const gguf = createGgufPick();
  const draft = createFormDraft(state, 'form:create', readForm);
  /** What the form was sent as last; it outlives the form, which is emptied once that is done. */
  const [jobId, setJobId] = createSignal<string>();
  const jobs = createLive(state.engine, 'jobs.list', () =>
    jobId() === undefined ? undefined : { from: 0, count: 200 },
  );
  const job = createMemo(() => jobs.value?.rows.find(({ id }) => id === jobId()));
  let isTouched = false;

  const server = () => servers().find(({ id }) => id === form().connectionId) ?? servers()[0];
  const show = (next: CreateForm) => {
    isTouched = true;
    // Whatever is changed is no longer what was sent.
    const fresh = { ...next, sentAs: '' };
    setForm(fresh);
    draft.keep(fresh);
  };
  const change = (part: Partial<CreateForm>) => {
    // What stands in no Modelfile leaves the one that was typed as it is, mistakes and all.
    if (Object.keys(part).some((key) => !besideModelfile.includes(key))) setTyped(undefined);
    show({ ...form(), ...part });
  };
  const written = createMemo(() => formatModelfile(recipeOf(form())));
  const reading = createMemo(() => {
    const text = typed();
    return text === undefined ? undefined : readModelfile(text, form());
  });

  async function takeBase(): Promise<boolean> {
    const at = server();
    const name = form().base.trim();
    if (!at || name === '') return false;
    try {
      const details = await state.engine.call('models.details', { connectionId: at.id, name });
      if (!details || form().base.trim() !== name) return false;
      setTyped(undefined);
      show(formWithBase(form(), details));
      return true;
    } catch (error) {
      state.notices.showFault(faultFrom(error));
      return false;
    }
  }

  async function open(): Promise<void> {
    if (base !== undefined) {
      // Named by whoever led here: what the base says is the start.
      await takeBase();
      return;
    }
    const kept = await draft.read();
    if (!kept || isTouched) return;
    // The file itself is gone with the page; its name is told, so that it can be chosen again.
    setForm(connectionId === undefined ? kept : { ...kept, connectionId });
    if (kept.sentAs !== '') setJobId(kept.sentAs);
  }
  createEffect(
    on(
      () => job()?.state === 'done' && form().sentAs === jobId(),
      (isMade) => {
        if (!isMade) return;
        // Made as it stands: what is typed from here on is another one.
        gguf.clear();
        setTyped(undefined);
        setForm(nextForm(form()));
        draft.forget();
      },
    ),
  );
  createEffect(
    on(
      () => state.connections.known && server() !== undefined,
      (isReady, wasReady) => {
        if (isReady && !wasReady) void open();
      },
    ),
  );

  function taskOf(model: string): { task: JobTask; file?: File } {
    const look = gguf.look();
    const recipe = sentRecipe(form());
    if (form().picked === '' || look.is !== 'read') {
      return { task: { kind: 'create', model, recipe } };
    }
    const { file } = look;
    const { name: fileName, size: sizeBytes } = file;
    const fileKey = newId();
    return { task: { kind: 'import', model, recipe, fileName, sizeBytes, fileKey }, file };
  }

  async function submit(): Promise<'invalid' | 'queued' | 'there' | 'failed'> {
    const at = server();
    const name = parseModelName(form().name);
    const isFileGone = form().picked !== '' && gguf.look().is !== 'read';
    const isBlocked = reading()?.problems.some(({ blocks }) => blocks) ?? false;
    if (!at || !name.ok || formProblems(form()).length > 0 || isFileGone || isBlocked) {
      return 'invalid';
    }
    setBusy(true);
    setFault(undefined);
    try {
      const { task, file } = taskOf(displayName(name.name));
      const { id, isNew } = await state.engine.call('jobs.add', {
        connectionId: at.id,
        task,
        ...(file ? { file } : {}),
      });
      setJobId(id);
      const sent = { ...form(), sentAs: id };
      setForm(sent);
      draft.keep(sent);
      return isNew ? 'queued' : 'there';
    } catch (error) {
      setFault(faultFrom(error));
      return 'failed';
    } finally {
      setBusy(false);
    }
  }

  return {
    servers,
    server,
    form,
    change,
    problems: createMemo(() => formProblems(form())),
    modelfile: () => typed() ?? written().text,
    altered: () => (typed() === undefined ? written().altered : []),
    reading,
    typeModelfile: (text) => {
      setTyped(text);
      show(formFromReading(readModelfile(text, form()), form()));
    },
    settleModelfile: () => {
      if (reading()?.problems.every(({ blocks }) => !blocks)) setTyped(undefined);
    },
    gguf,
    pickFile: async (file) => {
      const picked = await gguf.pick(file);
      change({ picked: picked ? picked.name : '' });
    },
    dropFile: () => {
      gguf.clear();
      change({ picked: '' });
    },
    takeBase,
    clear: () => {
      gguf.clear();
      setTyped(undefined);
      setFault(undefined);
      setJobId(undefined);
      setForm(emptyForm(form().connectionId));
      isTouched = true;
      draft.forget();
    },
    submit,
    isBusy,
    fault,
    job,
  };
}
