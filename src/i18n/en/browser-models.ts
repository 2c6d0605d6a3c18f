/** Words of models in this browser: adding one, and the room they take. */
export const browserModels = {
  connection: 'This browser',
  title: 'Add a model to this browser',
  text: 'It runs on this device, without a server, and offline once it is here.',
  room: {
    label: 'Room in this browser',
    uses: (used: string, all: string) => `This browser uses ${used} of ${all}`,
    free: (free: string) => `${free} free`,
    unknown: 'This browser does not tell how much room it grants.',
    mayGo:
      'The browser may delete models when the device runs out of room. Ask it to keep them in Settings, Data.',
  },
  file: {
    title: 'From this device',
    drop: 'Drop a GGUF file here, or choose one. Choose all parts of a split model together. Nothing is uploaded.',
    choose: 'Choose files…',
    chooseOther: 'Choose others…',
    remove: 'Take the files away',
    reading: (name: string) => `Reading ${name}…`,
    several: (name: string, count: number) => `${name} and ${count - 1} more`,
    copied: (size: string) => `${size} are copied into this browser.`,
    add: 'Add',
    addOne: (name: string) => `Add ${name}`,
    facts: {
      name: 'Name',
      size: 'Size',
      architecture: 'Architecture',
      quantization: 'Quantisation',
      context: 'Context',
      license: 'Licence',
    },
    tokens: (count: string) => `${count} tokens`,
  },
  address: {
    title: 'From an address',
    label: 'Address of a GGUF, or a name of the hub',
    hint: 'https://…/model.gguf or hf.co/owner/name:Q4_K_M. Its server must let pages read it.',
    wrong: 'This is neither the address of a .gguf file nor a name of the hub.',
    add: 'Fetch',
  },
  small: {
    title: 'Small open models',
    text: (host: string, date: string) =>
      `Fetched from ${host} when you press. A choice by hand, as of ${date}; sizes are approximate.`,
    notAllowed: 'This installation does not allow asking the hub, so these cannot be fetched.',
    about: (size: string) => `about ${size}`,
    fetch: 'Fetch',
    fetchOne: (title: string) => `Fetch ${title}`,
    there: 'here already',
    devices: { phone: 'for phones and up', laptop: 'for laptops and up', desktop: 'for desktops' },
    licenses: {
      'apache-2.0': 'Apache 2.0',
      gemma: 'Gemma terms',
      'llama3.2': 'Llama 3.2 terms',
    } as Readonly<Record<string, string>>,
  },
  fit: {
    fits: 'fits this device',
    tight: 'tight on this device',
    'too-large': 'too large for this device',
    unknown: '',
  },
  queued: (model: string) => `${model} is on its way into this browser.`,
  queuedAlready: (model: string) => `${model} is on its way already.`,
  showJobs: 'Show the jobs',
  bigger: (file: string, model: string) =>
    `A file may have ${file} at most, and a model ${model}: that is what WebAssembly can hold.`,
};
