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

    def visit_Assign(self, node: ast.Assign | ast.AnnAssign | ast.NamedExpr | ast.For) -> None:
        """Visit what is evaluated first, and then what is assigned."""
        if first := node.iter if isinstance(node, ast.For) else node.value:
            self.visit(first)
        for part in ast.iter_child_nodes(node):
            self.visit(part)

    def visit_Lambda(self, node: ast.AST) -> None:
        """Take what a scope of its own reads from outside."""
        for outside in evaluated_outside(node):
            self.visit(outside)
        parameters = {each.arg for each in ast.walk(node) if isinstance(each, ast.arg)}
        self.from_before |= loaded(node) - stored(node) - parameters - self.own

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.ClassDef) -> None:
        self.own.add(node.name)  # it may call itself
        self.visit_Lambda(node)

    def visit_Import(self, node: ast.Import | ast.ImportFrom) -> None:
        self.own |= imported(node)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        self.own |= {node.name} if node.name else set()
        self.generic_visit(node)

    visit_For = visit_AnnAssign = visit_NamedExpr = visit_Assign  # noqa: N815
    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = visit_Lambda  # noqa: N815
    visit_ClassDef = visit_FunctionDef  # noqa: N815
    visit_ImportFrom = visit_Import  # noqa: N815


def evaluated_outside(node: ast.AST) -> list[ast.expr]:
    """Return what belongs to a scope, and is evaluated before it begins."""
    if isinstance(node, ast.FunctionDef | ast.Lambda):
        return [*node.args.defaults, *(each for each in node.args.kw_defaults if each)]
    if isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
        return [node.generators[0].iter]
    return []


def imported(node: ast.Import | ast.ImportFrom) -> set[str]:
    return {(each.asname or each.name).partition(".")[0] for each in node.names}


def stored(node: ast.AST) -> set[str]:
    return {
        each.id
        for each in ast.walk(node)
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
    }.union(
        *(
            imported(each)
            for each in ast.walk(node)
            if isinstance(each, ast.Import | ast.ImportFrom)
        )
    )


def loaded(node: ast.AST) -> set[str]:
    return {
        each.id
        for each in ast.walk(node)
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)
    }
