"""The chain rule: from definitions and a goal to the lines that lead there.

Backpropagation is one recursion. For a target T and any variable q,

    dT/dT = 1          dT/dq = sum over the users u of q from which T can be reached of
                               dT/du * du/dq   (du/dq with u's other arguments held fixed)

so each goal pulls in what it needs, every prerequisite once, shared by all that use it
(`Calculation.pull`). Two styles of writing the same recursion:

    chain   every derivative has its own line, the local ones too
    delta   the error terms have lines; local derivatives and what lies between are put in

A derivative of the loss by one of its own shares is a plain number and never gets a line.
The mechanism also writes mistakes: each right-hand side passes through `Setting.right`, where
a mistake may change it. What is worked out, in which style, stands in `setting`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import HandnetError, NoDerivative
from .graph import Definitions, Source
from .quantity import Derivative, Quantity, Variable
from .rules import LOSS_RULES, Definition, Rule, coefficients, local
from .step import Step
from .terms import ONE, ZERO, Number, Product, Term, negated, quantities, times, total

if TYPE_CHECKING:
    from .setting import Setting


class Rounds(dict[int, Definitions]):
    """The forward pass after each number of updates, written when it is first asked for."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def __missing__(self, time: int) -> Definitions:
        found = self[time] = self.source.definitions(time)
        return found


class Calculation:
    """Writes the steps that goals need, each after those that it uses."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.source = setting.source
        self.steps: list[Step] = []
        self._known = setting.known
        self._done: set[Quantity] = set(setting.known)
        self._delta = setting.style == "delta"
        self._own_samples = self.source.convention.mean_in == "gradient"
        self._plain = not setting.mistakes
        self._rounds = Rounds(self.source)
        now = self._rounds[0]
        self._done |= now.users.keys() - now.of.keys()  # what is given has no line
        self._locals: set[Derivative] = set()
        self._numbers: dict[Derivative, Number | None] = {}
        self._error_terms: dict[Variable, tuple[Variable | None, Term]] = {}
        self._coefficients: dict[Variable, dict[Quantity, Term]] = {}

    def pull(self, goal: Quantity) -> None:
        """Write the goal's line, after the lines of everything that it uses."""
        waiting: list[Quantity] = [goal]
        begun: dict[Quantity, Step] = {}  # lines that wait for the lines of what they use
        done = self._done
        while waiting:
            quantity = waiting[-1]
            if quantity in done:
                waiting.pop()
                continue
            step = begun.get(quantity)
            if step is None:
                written = self.write(quantity)
                if written is None:  # it is given
                    done.add(quantity)
                    continue
                step = Step(quantity, *written)
                missing = [each for each in quantities(step.formula) if each not in done]
                if missing:
                    for each in missing:
                        if each in begun:
                            raise HandnetError(
                                f"these mistakes make {each} depend on itself; take fewer at once"
                            )
                    begun[quantity] = step
                    missing.reverse()
                    waiting += missing
                    continue
            self.steps.append(step)
            done.add(quantity)
            waiting.pop()

    def write(self, quantity: Quantity) -> tuple[Rule, Term] | None:
        """The rule and formula that work out a quantity, or None if it is given."""
        if type(quantity) is Derivative:
            if self._locals and quantity in self._locals:
                return self.local(*quantity)
            return self.derivative(quantity.of, quantity.by)
        definition = self._rounds[quantity.time].of.get(quantity)  # type: ignore[arg-type]
        if definition is not None:
            rule, formula = definition.rule, definition.formula
            if self._plain:
                return rule, formula
        elif quantity.name == "delta":  # type: ignore[union-attr]
            rule, formula = self.error_term(quantity)  # type: ignore[arg-type]
            if rule is Rule.COMBINED:  # its mistakes are made already
                return rule, formula
        else:
            update = self.source.update(quantity)  # type: ignore[arg-type]
            if update is None:
                return None
            rule, formula = update
        return rule, self.right(rule, quantity, formula, definition)

    def right(self, rule: Rule, quantity: Quantity, formula: Term, definition: Definition | None) -> Term:
        """What stands on the right of `quantity =`, after the mistakes that are made."""
        return formula if self._plain else self.setting.right(rule, quantity, formula, definition)

    # --- the recursion ---------------------------------------------------------------------

    def derivative(self, of: Variable, by: Variable) -> tuple[Rule, Term]:
        """The line of d of / d by in this style."""
        if of == by:
            return Rule.ITSELF, self._seed(of)
        if self._own_samples and self._averages(of, by):
            return self.average(of, by)
        if self._delta and by.name == "z":
            term = self._error_term_of(of, by)
            if term is not None:
                return Rule.ERROR_TERM, self.right(Rule.ERROR_TERM, Derivative(of, by), term, None)
        return self.expression(of, by)

    def expression(self, of: Variable, by: Variable) -> tuple[Rule, Term]:
        """d of / d by as the sum over its paths, or by a shorter rule where there is one."""
        definitions = self._rounds[of.time]
        if self.setting.combined and by.name == "z" and not self._slopes_stated(of, by):
            shortcut = self.source.shortcut(by, of)
            if shortcut and (factor := self.number(of, shortcut[0])) is not None:
                term = times(factor, shortcut[1])
                return Rule.COMBINED, self.right(Rule.COMBINED, Derivative(of, by), term, None)
        users = definitions.paths(of, by)
        if not users:
            return Rule.NO_PATH, ZERO
        if len(users) == 1:
            rule, term = self.path(of, users[0], by)
        else:
            rule, term = Rule.CHAIN, total(*(self.path(of, user, by)[1] for user in users))
        if self._plain or rule is not Rule.CHAIN:
            return rule, term
        return rule, self.right(rule, Derivative(of, by), term, None)

    def path(self, of: Variable, user: Variable, by: Variable) -> tuple[Rule, Term]:
        """What the paths through one user add to d of / d by."""
        definitions = self._rounds[user.time]
        after = None
        if user == of or definitions.of[user].rule in LOSS_RULES:
            after = self.number(of, user)
        rule = Rule.CHAIN
        term: Term
        if after is not None:
            rule, slope = self.local(user, by)
            if self._known and user != of and Derivative(user, by) in self._known:
                slope = Derivative(user, by)
            term = slope if after is ONE else times(after, slope)
        elif self._delta:
            term = times(self.after(of, user), self.slope(user, by))
        elif definitions.only_directly(user, by):
            own = Derivative(user, by)
            self._locals.add(own)
            term = Product((Derivative(of, user), own))
        else:  # d user / d by would also count the other ways from by to user
            term = times(Derivative(of, user), self.local(user, by)[1])
        if self._plain:
            return rule, term
        return rule, self.right(Rule.PATH, Derivative(of, by), term, self._rounds[user.time].of[user])

    def _slopes_stated(self, of: Variable, z: Variable) -> bool:
        """Whether a person stated a value that the combined rule would pass by."""
        users = self._rounds[z.time].users.get(z, []) if self._known else []
        return any(Derivative(of, a) in self._known or Derivative(a, z) in self._known for a in users)

    def after(self, of: Variable, user: Variable) -> Term:
        """d of / d user as a factor in delta style: an error term, or what lies between put in."""
        if self._known and Derivative(of, user) in self._known:
            return Derivative(of, user)
        term = self._error_term_of(of, user)
        if term is not None:
            return term
        if self._rounds[user.time].of[user].rule in (Rule.ACTIVATION, Rule.SOFTMAX):
            return self.expression(of, user)[1]
        return Derivative(of, user)

    def slope(self, user: Variable, by: Variable) -> Term:
        """The local derivative as a factor in delta style: put in, unless its value was stated."""
        if self._known and Derivative(user, by) in self._known:
            return Derivative(user, by)
        return self.local(user, by)[1]

    def local(self, user: Variable, by: Variable) -> tuple[Rule, Term]:
        """The derivative of one line by one variable in it, after mistakes."""
        table = self._coefficients.get(user)
        if table is not None and self._plain:  # by far the most frequent
            return Rule.COEFFICIENT, table[by]
        definition = self._rounds[user.time].of[user]
        if definition.rule is Rule.WEIGHTED_SUM:
            if table is None:
                table = self._coefficients[user] = coefficients(definition.formula)
            rule, term = Rule.COEFFICIENT, table[by]
        else:
            try:
                rule, term = local(definition, by)
            except NoDerivative as error:
                raise NoDerivative(f"d{user}/d{by}: {error}") from None
        if self._plain:
            return rule, term
        return rule, self.right(rule, Derivative(user, by), term, definition)

    def number(self, of: Variable, by: Variable) -> Number | None:
        """d of / d by where it is a plain number: by a share of the loss, or by itself."""
        if of == by:
            return self._seed(of)
        whole = Derivative(of, by)
        if whole not in self._numbers:
            self._numbers[whole] = None if whole in self._known else self._number(of, by)
        return self._numbers[whole]

    def _number(self, of: Variable, by: Variable) -> Number | None:
        definitions = self._rounds[of.time]
        if definitions.of[by].rule not in LOSS_RULES:
            return None
        users = definitions.paths(of, by)
        if not users:
            return None
        (user,) = users  # a share is counted in one place
        after, slope = self.number(of, user), self.local(user, by)[1]
        if after is None or not isinstance(slope, Number):
            return None
        product = times(after, slope)
        return product if isinstance(product, Number) else None

    def _seed(self, of: Variable) -> Number:
        return self.source.convention.factor if of.name in ("J", "R") else ONE

    # --- error terms and averages ------------------------------------------------------------

    def error_term(self, delta: Variable) -> tuple[Rule, Term]:
        """The line of an error term: dJ/dz, in the convention's sign."""
        z = delta.named("z")
        of = self.source.loss_of(z)
        if of is None:
            raise HandnetError(f"there is no loss here, so no error term {delta}")
        if self._delta:
            rule, term = self.expression(of, z)
            rule = rule if rule is Rule.COMBINED else Rule.ERROR_TERM
        else:
            rule, term = Rule.ERROR_TERM, Derivative(of, z)
        return rule, self._signed(term)

    def _error_term_of(self, of: Variable, z: Variable) -> Term | None:
        """d of / d z as an error term with its sign, if that is what it is."""
        if z.name != "z" or of.name != "J":
            return None
        found = self._error_terms.get(z)
        if found is None:
            found = self._error_terms[z] = self.source.loss_of(z), self._signed(z.named("delta"))
        return found[1] if found[0] == of else None

    def _signed(self, term: Term) -> Term:
        return term if self.source.convention.error_sign == 1 else negated(term)

    def _averages(self, of: Variable, by: Variable) -> bool:
        """Whether the convention puts the 1/M of a mean in this line."""
        return (
            by.sample is None
            and of == self._rounds[of.time].total
            and self._rounds[of.time].of.get(by) is None
            and bool(self._sample_losses(of))
        )

    def _sample_losses(self, of: Variable) -> list[Variable]:
        arguments = self._rounds[of.time].of[of].arguments
        return [each for each in arguments if each.sample]  # J(1), J(2), …, but not the penalty

    def average(self, of: Variable, by: Variable) -> tuple[Rule, Term]:
        """d of / d by from the samples' own gradients, with the number of samples put in here."""
        losses = self._sample_losses(of)
        factor = self.local(of, losses[0])[1]
        parts = [self.expression(loss, by)[1] for loss in losses]
        term = times(factor, total(*parts))
        penalty = [u for u in self._rounds[of.time].paths(of, by) if u.name == "R"]
        extra = [self.path(of, user, by)[1] for user in penalty]
        whole = self.right(Rule.AVERAGE, Derivative(of, by), total(term, *extra), None)
        return Rule.CHAIN if factor == ONE else Rule.AVERAGE, whole
