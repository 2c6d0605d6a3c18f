/** What comes in from pages, checked: the envelope, the input of every command, the parameters of every query. */
import * as z from 'zod/mini';
import { connectionOptions, headerName, providerKinds, zones } from '../domain/connection.ts';
import { engineRungs } from '../domain/doctor.ts';
import { hubMostPages, hubSorts, isRepo } from '../domain/hub-terms.ts';
import { modelRef } from '../domain/model.ts';
import { parameters } from '../domain/parameters.ts';
import { draft, imageRef } from '../domain/session.ts';
import { settingsChange } from '../domain/settings.ts';
import { type CommandName, type QueryName, windowLimit } from './protocol.ts';

const id = z.string().check(z.minLength(1), z.maxLength(100));
const text = z.string().check(z.maxLength(50_000_000));
const blob = z.instanceof(Blob);
const nothing = z.null();

export const pageMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('hello'),
    pageId: id,
    buildId: z.string(),
    hasLocks: z.boolean(),
    baseUrl: z.string(),
  }),
  z.object({
    type: z.literal('lend'),
    what: z.enum(['built-in', 'browser', 'file-hash']),
    port: z.instanceof(MessagePort),
  }),
  z.object({ type: z.literal('call'), id: z.number(), name: z.string(), input: z.unknown() }),
  z.object({ type: z.literal('watch'), id: z.number(), name: z.string(), params: z.unknown() }),
  z.object({ type: z.literal('visible'), isVisible: z.boolean() }),
  z.object({ type: z.literal('unwatch'), id: z.number() }),
  z.object({ type: z.literal('follow'), id: z.number(), sessionId: id }),
  z.object({ type: z.literal('unfollow'), id: z.number() }),
  z.object({ type: z.literal('ack'), id: z.number() }),
  z.object({ type: z.literal('pong') }),
  z.object({ type: z.literal('bye') }),
]);

const onlyId = z.object({ id });
const onlyMessage = z.object({ messageId: id });
const onlySession = z.object({ sessionId: id });
const fence = z.optional(z.enum(zones));
const keyText = z.string().check(z.maxLength(10_000));
const passphrase = z.string().check(z.minLength(1), z.maxLength(1000));
/** The page asks for a good one; this is the least that is taken. */
const newPassphrase = z.string().check(z.minLength(8), z.maxLength(1000));
const bytes = z.instanceof(Uint8Array).check(z.refine((value) => value.length <= 4096));
const proof = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('passphrase'), text: passphrase }),
  z.object({ kind: z.literal('recovery'), text: passphrase }),
  z.object({ kind: z.literal('passkey'), lockId: id, output: bytes }),
]);
const secretRole = z.union([
  z.literal('key'),
  z.literal('basic'),
  z.templateLiteral(['header:', headerName]),
]);
/** A server, and a model behind it where it is a router. */
const panelPlace = { connectionId: id, model: z.optional(z.string().check(z.maxLength(500))) };
/** Of the hub: it becomes part of an address. */
const repo = z.string().check(z.refine(isRepo));
/** No defaults here: what was not given must not overwrite what is there. */
const optionsChange = z.optional(partialWithoutDefaults(connectionOptions.shape));
const personsSwitch = z.optional(z.enum(['auto', 'off']));

export const commandInputs = {
  'sessions.create': z.object({ id, model: z.optional(modelRef) }),
  'sessions.update': z.object({
    id,
    title: z.optional(z.string().check(z.maxLength(500))),
    model: z.optional(modelRef),
    systemPrompt: z.optional(text),
    parameters: z.optional(parameters),
    fence,
  }),
  'sessions.delete': onlyId,
  'sessions.restore': onlyId,
  'turns.send': z.object({
    sessionId: id,
    text,
    images: z.array(imageRef),
    model: modelRef,
    parameters,
    systemPrompt: text,
    fence,
  }),
  'turns.edit': z.object({ messageId: id, text, images: z.array(imageRef) }),
  'turns.regenerate': z.object({ messageId: id, model: z.optional(modelRef) }),
  'turns.continue': onlyMessage,
  'turns.stop': onlySession,
  'messages.delete': onlyMessage,
  'messages.below': onlyMessage,
  'messages.choose': onlyMessage,
  'messages.find': z.object({ sessionId: id, text: z.string().check(z.maxLength(1000)) }),
  'waiting.update': z.object({ id, text }),
  'waiting.remove': onlyId,
  'waiting.send': onlySession,
  'drafts.get': onlySession,
  'drafts.put': draft,
  'attachments.put': z.object({ blob, name: z.string().check(z.maxLength(300)) }),
  'attachments.get': onlyId,
  'connections.add': z.object({
    kind: z.enum(providerKinds),
    name: z.string().check(z.minLength(1), z.maxLength(100)),
    baseUrl: z.string().check(z.maxLength(2000)),
    options: optionsChange,
    key: z.optional(keyText),
    basic: z.optional(keyText),
    secretHeaders: z.optional(z.array(z.object({ name: headerName, value: keyText }))),
  }),
  'connections.update': z.object({
    id,
    kind: z.optional(z.enum(providerKinds)),
    name: z.optional(z.string().check(z.minLength(1), z.maxLength(100))),
    baseUrl: z.optional(z.string().check(z.maxLength(2000))),
    enabled: z.optional(z.boolean()),
    order: z.optional(z.number()),
    options: optionsChange,
    features: z.optional(
      z.object({
        streaming: personsSwitch,
        timings: personsSwitch,
        progress: personsSwitch,
        resume: personsSwitch,
      }),
    ),
  }),
  'connections.remove': onlyId,
  'connections.set-key': z.object({
    id,
    key: keyText,
    role: z.optional(secretRole),
    expiresAt: z.optional(z.number()),
    force: z.optional(z.boolean()),
  }),
  'connections.examine': z.object({
    id,
    rung: z.enum(engineRungs),
    model: z.optional(z.string().check(z.maxLength(500))),
  }),
  'connections.finish-sign-in': z.object({
    preset: z.string().check(z.maxLength(100)),
    code: z.string().check(z.minLength(1), z.maxLength(2000)),
    verifier: z.string().check(z.minLength(43), z.maxLength(128)),
  }),
  'keys.change': z.object({
    id,
    label: z.optional(z.string().check(z.maxLength(100))),
    expiresAt: z.optional(z.nullable(z.number())),
  }),
  'keys.remove': onlyId,
  'keys.restore': onlyId,
  'vault.create': z.object({ passphrase: newPassphrase }),
  'vault.unlock': z.object({ proof }),
  'vault.lock': nothing,
  'vault.set-passphrase': z.object({ proof, passphrase: newPassphrase }),
  'vault.add-recovery': z.object({ proof }),
  'vault.add-passkey': z.object({
    proof,
    label: z.string().check(z.maxLength(100)),
    credentialId: bytes,
    salt: bytes,
    output: bytes,
  }),
  'vault.remove-lock': z.object({ proof, lockId: id }),
  'vault.erase': nothing,
  'connections.check': onlyId,
  'models.refresh': z.object({ connectionId: z.optional(id) }),
  'models.describe': modelRef,
  'models.details': modelRef,
  // What a task is, is checked by the commands' own code: its schema is not needed at the start.
  'jobs.add': z.object({ connectionId: id, task: z.unknown(), file: z.optional(blob) }),
  'jobs.add-batch': z.object({
    connectionId: id,
    tasks: z.array(z.unknown()).check(z.minLength(1), z.maxLength(1000)),
    upTo: z.optional(z.boolean()),
  }),
  'jobs.updatable': z.object({ connectionId: id }),
  'jobs.cancel': onlyId,
  'jobs.pause': onlyId,
  'jobs.resume': onlyId,
  'jobs.retry': onlyId,
  'jobs.move': z.object({ id, before: z.optional(id) }),
  'jobs.clear': nothing,
  'jobs.give-file': z.object({ id, file: blob }),
  'models.seen': modelRef,
  'panel.refresh': z.object({ connectionId: id, rescans: z.optional(z.boolean()) }),
  'panel.slot': z.object({
    ...panelPlace,
    slot: z.int().check(z.gte(0)),
    action: z.enum(['save', 'restore', 'erase']),
    fileName: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
  }),
  'panel.adapters': z.object({
    connectionId: id,
    scales: z.array(z.object({ id: z.int(), scale: z.number() })).check(z.maxLength(100)),
  }),
  'panel.tokenize': z.object({
    ...panelPlace,
    text: z.string().check(z.maxLength(1_000_000)),
    addSpecial: z.boolean(),
  }),
  'panel.template': z.object({ ...panelPlace, system: text, text }),
  'panel.model': z.object({
    connectionId: id,
    model: z.string().check(z.minLength(1), z.maxLength(500)),
    action: z.enum(['load', 'unload']),
  }),
  'panel.keep-slot': z.object({
    sessionId: id,
    slot: z.nullable(z.int().check(z.gte(0), z.lte(1023))),
  }),
  'panel.sampling': z.object(panelPlace),
  'hub.card': z.object({ repo }),
  'library.put': z.object({ file: blob, name: z.string().check(z.maxLength(300)) }),
  'library.drop': nothing,
  'models.recommended': z.object({ connectionId: id }),
  'embed.run': z.object({
    id,
    connectionId: id,
    model: z.string().check(z.minLength(1), z.maxLength(500)),
    texts: z
      .array(z.string().check(z.minLength(1), z.maxLength(20_000)))
      .check(z.minLength(1), z.maxLength(64)),
  }),
  'embed.stop': onlyId,
  'settings.put': settingsChange,
  'search.run': z.object({
    text: z.string().check(z.maxLength(1000)),
    limit: z.int().check(z.gte(1), z.lte(windowLimit)),
  }),
  'backup.export': z.object({ sessionIds: z.optional(z.array(id)) }),
  'backup.markdown': onlySession,
  'backup.preview': z.object({ blob }),
  'backup.import': z.object({ blob }),
  'engine.info': nothing,
  'storage.rescue': nothing,
  'storage.reset': nothing,
  'storage.use-memory': nothing,
} satisfies Record<CommandName, z.core.$ZodType>;

const count = z.int().check(z.gte(1), z.lte(windowLimit));

export const queryParams = {
  'sessions.list': z.object({
    filter: z.string().check(z.maxLength(1000)),
    from: z.int().check(z.gte(0)),
    count,
  }),
  'sessions.get': onlyId,
  'messages.window': z.object({ sessionId: id, from: z.int(), count }),
  'turns.list': nothing,
  'waiting.list': onlySession,
  'connections.list': nothing,
  'models.list': nothing,
  'fleet.list': nothing,
  'panel.watch': z.object(panelPlace),
  'panel.eviction': z.object({
    ...panelPlace,
    sessionId: id,
    slot: z.optional(z.int().check(z.gte(0))),
  }),
  'hub.search': z.object({
    text: z.string().check(z.maxLength(200)),
    sort: z.enum(hubSorts),
    pages: z.int().check(z.gte(1), z.lte(hubMostPages)),
    since: z.nullable(z.number()),
  }),
  'hub.model': z.object({ repo, since: z.nullable(z.number()) }),
  'hub.recent': nothing,
  'library.get': nothing,
  'settings.get': nothing,
  'vault.get': nothing,
  'keys.list': nothing,
  'config.get': nothing,
  'jobs.list': z.object({ from: z.int().check(z.gte(0)), count }),
  'jobs.summary': nothing,
  'running.list': nothing,
} satisfies Record<QueryName, z.core.$ZodType>;

type WithoutDefault<T> = T extends z.ZodMiniDefault<infer Inner> ? Inner : T;

/** Every field optional, and absent where it is not given. */
function partialWithoutDefaults<Shape extends Record<string, z.ZodMiniType>>(shape: Shape) {
  const fields = Object.entries(shape).map(([key, field]) => {
    const inner = field instanceof z.ZodMiniDefault ? field.def.innerType : field;
    return [key, z.optional(inner as z.ZodMiniType)]; // the library types an inner one by its core alone
  });
  type Fields = { [Key in keyof Shape]: z.ZodMiniOptional<WithoutDefault<Shape[Key]>> };
  return z.object(Object.fromEntries(fields) as Fields);
}
