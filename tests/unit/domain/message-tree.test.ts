import { expect, it } from 'vitest';
import {
  newestLeafUnder,
  pathTo,
  siblingsOf,
  subtreeOf,
  type TreeNode,
  treeFrom,
} from '../../../src/domain/message-tree.ts';

const node = (id: string, parentId = '', createdAt = 0): TreeNode => ({ id, parentId, createdAt });

/** a - b1 - c; a - b2 (younger) - d. */
const forked = treeFrom([
  node('d', 'b2', 5),
  node('b2', 'a', 4),
  node('c', 'b1', 3),
  node('b1', 'a', 2),
  node('a', '', 1),
]);

it('a path leads from the root to its leaf', () => {
  expect(pathTo(forked, 'c')).toEqual(['a', 'b1', 'c']);
  expect(pathTo(forked, 'nobody')).toEqual([]);
});

it('siblings come oldest first, whatever the order of the rows', () => {
  expect(siblingsOf(forked, 'b1')).toEqual(['b1', 'b2']);
  expect(siblingsOf(forked, 'a')).toEqual(['a']);
});

it('a switch of branches lands on the newest leaf below', () => {
  expect(newestLeafUnder(forked, 'a')).toBe('d');
  expect(newestLeafUnder(forked, 'b1')).toBe('c');
});

it('a subtree is a message and all below it, and nothing beside it', () => {
  expect(subtreeOf(forked, 'b1').sort()).toEqual(['b1', 'c']);
  expect(subtreeOf(forked, 'a')).toHaveLength(5);
});

it('a message whose parent is missing is a root and not hidden', () => {
  const tree = treeFrom([node('x', 'lost', 2), node('a', '', 1)]);
  expect(siblingsOf(tree, 'x')).toEqual(['a', 'x']);
  expect(pathTo(tree, 'x')).toEqual(['x']);
});

it('a circle in damaged rows ends every walk', () => {
  const tree = treeFrom([node('a', 'b'), node('b', 'a')]);
  expect(pathTo(tree, 'a').sort()).toEqual(['a', 'b']);
  expect(subtreeOf(tree, 'a').sort()).toEqual(['a', 'b']);
  expect(['a', 'b']).toContain(newestLeafUnder(tree, 'a'));
});
