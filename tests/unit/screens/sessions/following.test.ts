import { describe, expect, test } from 'vitest';
import {
  type FollowEvent,
  isHeld,
  isUpwardKey,
  nextFollow,
  scrollEventFrom,
  startFollowing,
} from '../../../../src/screens/sessions/following.ts';

const stateAfter = (...events: FollowEvent[]) => events.reduce(nextFollow, startFollowing);
const wish = { autoScroll: true, inFlight: true };

describe('following the end', () => {
  test('the first upward gesture stops it, and more text does not start it again', () => {
    expect(stateAfter('gesture-up', 'grew', 'grew').mode).toBe('reading');
  });

  test('text that comes while reading is told of', () => {
    expect(stateAfter('gesture-up').hasNewText).toBe(false);
    expect(stateAfter('gesture-up', 'grew').hasNewText).toBe(true);
  });

  test.each(['reached-end', 'back', 'sent'] as const)('%s follows again', (event) => {
    expect(stateAfter('gesture-up', 'grew', event)).toBe(startFollowing);
  });

  test('jumping to a message stops it', () => {
    expect(stateAfter('jumped').mode).toBe('reading');
  });

  test('growth while following changes nothing, so that nobody is told sixty times a second', () => {
    expect(nextFollow(startFollowing, 'grew')).toBe(startFollowing);
    const behind = stateAfter('gesture-up', 'grew');
    expect(nextFollow(behind, 'grew')).toBe(behind);
  });

  test('an upward gesture does not hide that there is new text', () => {
    expect(stateAfter('gesture-up', 'grew', 'gesture-up').hasNewText).toBe(true);
  });
});

describe('holding the view', () => {
  test('holds at the end only while following', () => {
    expect(isHeld(stateAfter(), wish)).toBe(true);
    expect(isHeld(stateAfter('gesture-up'), wish)).toBe(false);
  });

  test('a person who does not want to follow replies is not moved by one', () => {
    expect(isHeld(stateAfter(), { autoScroll: false, inFlight: true })).toBe(false);
    expect(isHeld(stateAfter(), { autoScroll: false, inFlight: false })).toBe(true);
  });
});

describe('reading a scroll', () => {
  const at = {
    top: 500,
    lastTop: 500,
    height: 2000,
    lastHeight: 2000,
    viewHeight: 500,
    holdsScrollbar: false,
  };

  test('an upward move counts as a gesture, a correction after a change of height does not', () => {
    expect(scrollEventFrom({ ...at, top: 400 })).toBe('gesture-up');
    expect(scrollEventFrom({ ...at, top: 400, lastHeight: 2100 })).toBeUndefined();
  });

  test('the scrollbar pulled up counts also while text comes', () => {
    const pulled = { ...at, top: 400, lastHeight: 1900, holdsScrollbar: true };
    expect(scrollEventFrom(pulled)).toBe('gesture-up');
  });

  test('a view that grew, so that the end came nearer, is no gesture', () => {
    expect(scrollEventFrom({ ...at, top: 1400, lastTop: 1500, viewHeight: 600 })).toBeUndefined();
  });

  test('scrolling down until the end follows again', () => {
    expect(scrollEventFrom({ ...at, top: 1490 })).toBe('reached-end');
    expect(scrollEventFrom({ ...at, top: 1300 })).toBeUndefined();
  });

  test('keys towards older messages are gestures', () => {
    expect(isUpwardKey({ key: 'PageUp', shiftKey: false })).toBe(true);
    expect(isUpwardKey({ key: ' ', shiftKey: true })).toBe(true);
    expect(isUpwardKey({ key: ' ', shiftKey: false })).toBe(false);
  });
});
