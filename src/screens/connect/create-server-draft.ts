/** What every form of a server that no preset knows asks for, as it is typed: its address, its key, its name. */
import { type Accessor, createSignal } from 'solid-js';
import { useAppState } from '../../state/create-state.ts';
import type { Credentials } from './AddressField.tsx';
import type { ConnectionDraft } from './connect-server.ts';
import type { Adding } from './create-adding.ts';
import { readAddress } from './look-for.ts';
import { problemWords } from './problem-words.ts';
import { freeName } from './results.ts';

export type ServerDraft = {
  readonly address: Accessor<string>;
  readonly key: Accessor<string>;
  readonly name: Accessor<string>;
  readonly credentials: Accessor<Credentials | undefined>;
  readonly typeAddress: (text: string) => void;
  readonly typeKey: (text: string) => void;
  readonly typeName: (text: string) => void;
  readonly setCredentials: (credentials: Credentials) => void;
  /** `undefined` as long as it is none. */
  readonly baseUrl: Accessor<string | undefined>;
  /** What is still empty is no mistake before the button was pressed. */
  readonly addressError: Accessor<string | undefined>;
  /** The name it gets where none is typed. */
  readonly usualName: Accessor<string>;
  readonly wasSent: Accessor<boolean>;
  readonly markSent: () => void;
  readonly connect: (as: Pick<ConnectionDraft, 'kind' | 'baseUrl' | 'options'>) => Promise<void>;
};

/** `nameOf`: what such a server is called before its name is made unlike all others. */
export function createServerDraft(
  adding: Adding,
  nameOf: (baseUrl: string | undefined) => string,
): ServerDraft {
  const state = useAppState();
  const [name, setName] = createSignal('');
  const [address, setAddress] = createSignal('');
  const [key, setKey] = createSignal('');
  const [credentials, setCredentials] = createSignal<Credentials>();
  const [wasSent, setSent] = createSignal(false);
  const type = (set: (value: string) => void) => (value: string) => {
    set(value);
    adding.forget();
  };
  const baseUrl = () => {
    const typed = readAddress(address());
    return typed.ok ? typed.address.baseUrl : undefined;
  };
  const usualName = () => {
    const plain = nameOf(baseUrl());
    return plain === ''
      ? ''
      : freeName(
          plain,
          state.connections.list.map((each) => each.name),
        );
  };
  return {
    address,
    key,
    name,
    credentials,
    typeAddress: type(setAddress),
    typeKey: type(setKey),
    typeName: type(setName),
    setCredentials,
    baseUrl,
    addressError: () => {
      const typed = readAddress(address());
      if (typed.ok || (address() === '' && !wasSent())) return undefined;
      return problemWords({ kind: 'address', fault: typed.fault });
    },
    usualName,
    wasSent,
    markSent: () => setSent(true),
    connect: async ({ options, ...as }) => {
      const basic = credentials();
      const own = { ...options, ...(basic ? { hasBasicAuth: true } : {}) };
      await adding.connect({
        ...as,
        name: name().trim() || usualName(),
        ...(Object.keys(own).length > 0 ? { options: own } : {}),
        ...(key().trim() === '' ? {} : { key: key().trim() }),
        ...(basic ? { basic: `${basic.name}:${basic.password}` } : {}),
      });
      if (adding.hasTaken()) setKey('');
    },
  };
}
