"""Which names a cell of a notebook assigns, and which it has from earlier cells."""

import ast


class Names(ast.NodeVisitor):
    """The names that a cell assigns, and those that it reads before it has assigned them."""

    def __init__(self, tree: ast.Module) -> None:
        self.own: set[str] = set()
        self.from_before: set[str] = set()
        self.visit(tree)

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Store):
            self.own.add(node.id)
        elif node.id not in self.own:
            self.from_before.add(node.id)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self.from_before |= {each for each in stored(node.target) if each not in self.own}
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign | ast.For) -> None:
        """Visit what is evaluated first, and then what is assigned."""
        self.visit(node.iter if isinstance(node, ast.For) else node.value)
        for part in ast.iter_child_nodes(node):
            self.visit(part)

    def visit_Lambda(self, node: ast.AST) -> None:
        """Take what a scope of its own reads from outside."""
        parameters = {each.arg for each in ast.walk(node) if isinstance(each, ast.arg)}
        self.from_before |= loaded(node) - stored(node) - parameters - self.own

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self.visit_Lambda(node)
        self.own.add(node.name)

    visit_For = visit_Assign  # noqa: N815
    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = visit_Lambda  # noqa: N815


def stored(node: ast.AST) -> set[str]:
    return {
        each.id
        for each in ast.walk(node)
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
    }


def loaded(node: ast.AST) -> set[str]:
    return {
        each.id
        for each in ast.walk(node)
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)
    }
