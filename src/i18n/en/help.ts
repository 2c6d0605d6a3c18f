/** Words of the Help screen. The anchors are linked from faults. */
import { codes } from './codes.ts';

export const help = {
  title: 'Help',
  lead: 'Everything works from the keyboard. Here is how, and what this page needs to run well.',
  contents: 'On this page',
  shortcuts: {
    title: 'Keyboard shortcuts',
    none: 'The shortcuts appear here once the page is ready.',
    keys: 'Keys',
    action: 'What they do',
  },
  browsers: {
    title: 'Browsers',
    text: 'Chromium (Chrome, Edge and their kin), Firefox and Safari of the last two years. What one of them lacks is left out, never broken.',
    rows: [
      ['Chromium', 'Replies go on while tabs reload or close, for up to five minutes.'],
      ['Firefox', 'A reply ends with its tab. What had arrived is kept and can be continued.'],
      [
        'Safari',
        'As Firefox. An https page cannot reach a plain http server there, not even on the same device: see the ways to host.',
      ],
      ['Private windows', 'Some keep nothing. Llantern then says so and can go on in memory.'],
    ],
    here: 'This page, in this browser',
    facts: {
      secure: 'Secure address (https or localhost)',
      offline: 'Opens with its host down',
      shared: 'One engine for all tabs',
      locks: 'Locks between tabs',
      clipboard: 'Clipboard',
      persistent: 'Lasting storage',
    },
    yes: 'yes',
    no: 'no',
  },
  hosting: {
    title: 'Three ways to host it properly',
    text: 'Llantern is a folder of files that any web server can hand out, in any sub-folder. What differs is what the browser then allows.',
    rows: [
      [
        'Over https, with your permission',
        'Put the folder on any https host. The first contact with a server on your device or network asks for permission once. Each server must let the page in; Connect shows the line to add.',
      ],
      [
        'On the machine that runs the model',
        'Serve the folder on localhost there. Page and server are on the same device: no permission, no https, and everything works.',
      ],
      [
        'From the same address as the model',
        'Let llama-server hand it out, or put both behind one reverse proxy. Page and model share an address, so there is nothing to allow.',
      ],
    ],
    codeLabel: 'llama-server hands out the page',
    copy: 'Copy',
    copied: 'Copied',
    failed: 'Select it by hand',
  },
  plain: {
    title: 'Plain http in your network',
    text: 'Opened from another machine over plain http, Llantern chats and keeps your sessions. The browser holds back a few things there:',
    rows: [
      'opening while its host is down, and installing it',
      'locks between tabs: tabs notice each other a little later',
      'the clipboard button: select and copy by hand instead',
      'reaching servers on your own device',
    ],
    after: 'Any of the three ways above brings them back.',
    isHere: 'This page was opened in this way.',
  },
  ios: {
    title: 'Safari, iPhone and iPad',
    rows: [
      'Install it with Share, then Add to Home Screen. The installed app has its own storage: export and import bring sessions across.',
      'Safari may clear a site that was not opened for a week; an installed app is left alone.',
      'A reply pauses when the app goes to the background. What had arrived is kept; Continue picks it up.',
      'Reach a server by the same address as the page, or over https.',
    ],
  },
  codes: {
    title: 'Error codes',
    lead: 'The small code under a failure, what it comes from, and what to do.',
    search: 'Search codes',
    none: 'No code fits.',
    found: (count: number) => (count === 1 ? '1 code' : `${count} codes`),
    rows: codes,
  },
};
