/** The tree of a session, by ids alone: the path to a leaf, siblings, and where a branch ends. */

/** What the tree needs to know of a message. `parentId` is empty for a root. */
export type TreeNode = { id: string; parentId: string; createdAt: number };

export type MessageTree = {
  readonly nodesById: ReadonlyMap<string, TreeNode>;
  readonly childrenByParent: ReadonlyMap<string, readonly TreeNode[]>;
};

/** Children come in the order of their birth. A node whose parent is missing counts as a root: nothing stored is hidden. */
export function treeFrom(nodes: Iterable<TreeNode>): MessageTree {
  const nodesById = new Map<string, TreeNode>();
  for (const node of nodes) nodesById.set(node.id, node);
  const childrenByParent = new Map<string, TreeNode[]>();
  for (const node of nodesById.values()) {
    const parent = nodesById.has(node.parentId) ? node.parentId : '';
    const children = childrenByParent.get(parent);
    if (children) children.push(node);
    else childrenByParent.set(parent, [node]);
  }
  for (const children of childrenByParent.values()) {
    children.sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
  }
  return { nodesById, childrenByParent };
}

/** Ids from the root to `leafId`; a loop in damaged data ends the walk. */
export function pathTo(tree: MessageTree, leafId: string): string[] {
  const path: string[] = [];
  const seen = new Set<string>();
  let node = tree.nodesById.get(leafId);
  while (node && !seen.has(node.id)) {
    seen.add(node.id);
    path.push(node.id);
    node = tree.nodesById.get(node.parentId);
  }
  return path.reverse();
}

/** The ids of a message and its siblings, oldest first. */
export function siblingsOf(tree: MessageTree, id: string): string[] {
  const parent = tree.nodesById.get(id)?.parentId ?? '';
  const known = tree.nodesById.has(parent) ? parent : '';
  return (tree.childrenByParent.get(known) ?? []).map((node) => node.id);
}

/** From a message down its newest children to a leaf: where a switch of branches lands. */
export function newestLeafUnder(tree: MessageTree, id: string): string {
  const seen = new Set<string>();
  let at = id;
  while (!seen.has(at)) {
    seen.add(at);
    const newest = tree.childrenByParent.get(at)?.at(-1);
    if (!newest) break;
    at = newest.id;
  }
  return at;
}

/** A message and everything below it. */
export function subtreeOf(tree: MessageTree, id: string): string[] {
  const ids: string[] = [];
  const open = [id];
  const seen = new Set<string>();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    ids.push(next);
    for (const child of tree.childrenByParent.get(next) ?? []) open.push(child.id);
  }
  return ids;
}
