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
a mistake may change it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from .errors import HandnetError, suggestion
from .graph import Source
from .mistakes import Mistake, Place
from .quantity import Derivative, Quantity, Variable
from .rules import LOSS_RULES, Definition, Part, Rule, local
from .step import Derivation, Step
from .terms import ONE, ZERO, Number, Product, Term, negated, quantities, times, total

STYLES = ("chain", "delta")


@dataclass(frozen=True)
class Setting:
    """How a calculation is written: of what, in which style, with which mistakes.

    `combined` writes activation and loss of the last layer as one rule where they cancel.
    `known` are quantities whose values a person has stated: they are used, not worked out.
    """

    source: Source
    style: str = "chain"
    mistakes: tuple[Mistake, ...] = ()
    combined: bool | None = None
    known: frozenset[Quantity] = frozenset()

    def __post_init__(self) -> None:
        if self.style not in STYLES:
            raise HandnetError(f"style: unknown style {self.style!r}; {suggestion(self.style, STYLES)}")
        if self.combined is None:
            object.__setattr__(self, "combined", self.style == "delta")

    def find(self, address: str | Quantity) -> Quantity:
        """The quantity with this address; see `Source.find`."""
        return self.source.find(address)

    def derive(self, goals: tuple[Quantity, ...]) -> Derivation:
        """The lines that lead to the goals, forward before backward before update."""
        calculation = Calculation(self)
        for goal in goals:
            calculation.pull(goal)
        return Derivation(tuple(_in_order(calculation.steps)), goals, self)

    def without_mistakes(self) -> Setting:
        """The same calculation, right."""
        return replace(self, mistakes=(), known=frozenset())

    def right(self, rule: Rule, quantity: Quantity, formula: Term, definition: Definition | None) -> Term:
        """What stands on the right of `quantity =`, after the mistakes that concern this rule."""
        for mistake in self._mistakes_by_rule.get(rule, ()):
            if mistake.concerns(quantity):
                place = Place(quantity, rule, definition, self.source)
                formula = mistake.changes[rule](formula, place)
        return formula

    @cached_property
    def _mistakes_by_rule(self) -> dict[Rule, list[Mistake]]:
        table: dict[Rule, list[Mistake]] = {}
        for mistake in self.mistakes:
            for rule in mistake.changes:
                table.setdefault(rule, []).append(mistake)
        return table


class Calculation:
    """Writes the steps that goals need, in the order in which they are found to be needed."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.source = setting.source
        self.steps: list[Step] = []
        self._done: set[Quantity] = set(setting.known)
        self._delta = setting.style == "delta"
        self._locals: dict[Derivative, tuple[Rule, Term]] = {}
        convention = self.source.convention
        self._own_samples = convention.mean_in == "gradient"
        self._plain = not setting.mistakes

    def pull(self, goal: Quantity) -> None:
        """Write the goal's line, after the lines of everything that it uses."""
        waiting: list[Quantity] = [goal]
        written: dict[Quantity, Step] = {}
        done = self._done
        while waiting:
            quantity = waiting[-1]
            if quantity in done:
                waiting.pop()
                continue
            step = written.get(quantity)
            if step is None:
                step = self.write(quantity)
                if step is None:  # it is given
                    done.add(quantity)
                    continue
                written[quantity] = step
            missing = [each for each in quantities(step.formula) if each not in done]
            if missing:
                for each in missing:
                    if each in written:
                        raise HandnetError(f"these mistakes make {each} depend on itself; take fewer at once")
                waiting.extend(reversed(missing))
                continue
            self.steps.append(step)
            done.add(quantity)
            waiting.pop()

    def write(self, quantity: Quantity) -> Step | None:
        """The line that works out a quantity, or None if it is given."""
        definition = None
        if isinstance(quantity, Derivative):
            rule, formula = self.derivative(quantity.of, quantity.by)
            if rule.part is not Part.BACKWARD or rule in (Rule.CHAIN, Rule.AVERAGE, Rule.ERROR_TERM):
                formula = self.setting.right(rule, quantity, formula, None)
            return Step(quantity, rule, formula)
        definition = self.source.definitions(quantity.time).of.get(quantity)
        if definition is not None:
            rule, formula = definition.rule, definition.formula
        elif quantity.name == "delta":
            rule, formula = self.error_term(quantity)
        else:
            update = self.source.update(quantity)
            if update is None:
                return None
            rule, formula = update
        return Step(quantity, rule, self.setting.right(rule, quantity, formula, definition))

    # --- the recursion ---------------------------------------------------------------------

    def derivative(self, of: Variable, by: Variable) -> tuple[Rule, Term]:
        """The line of d of / d by in this style."""
        if of == by:
            return Rule.ITSELF, self._seed(of)
        if self._averages(of, by):
            return self.average(of, by)
        if self._delta:
            term = self._error_term_of(of, by)
            if term is not None:
                return Rule.ERROR_TERM, term
        return self.expression(of, by)

    def expression(self, of: Variable, by: Variable) -> tuple[Rule, Term]:
        """D of / d by as the sum over its paths, or by a shorter rule where there is one."""
        definitions = self.source.definitions(of.time)
        if self.setting.combined:
            shortcut = self.source.shortcut(by, of)
            if shortcut is not None:
                share, term = shortcut
                factor = self.number(of, share)
                if factor is not None:
                    return Rule.COMBINED, self.setting.right(
                        Rule.COMBINED, Derivative(of, by), times(factor, term), definitions.of.get(by)
                    )
        users = definitions.paths(of, by)
        if not users:
            return Rule.NO_PATH, ZERO
        rules, terms = zip(*(self.path(of, user, by) for user in users), strict=True)
        return rules[0] if len(rules) == 1 else Rule.CHAIN, total(*terms)

    def path(self, of: Variable, user: Variable, by: Variable) -> tuple[Rule, Term]:
        """What the paths through one user add to d of / d by."""
        after = self.number(of, user)
        rule = Rule.CHAIN
        if after is not None:
            rule, slope = self.local(user, by)
            term = slope if after is ONE else times(after, slope)
        elif self._delta:
            term = times(self.after(of, user), self.local(user, by)[1])
        else:
            term = Product((Derivative(of, user), Derivative(user, by)))
        if self._plain:
            return rule, term
        definition = self.source.definitions(user.time).of[user]
        return rule, self.setting.right(Rule.PATH, Derivative(of, by), term, definition)

    def after(self, of: Variable, user: Variable) -> Term:
        """D of / d user as a factor in delta style: an error term, or what lies between put in."""
        term = self._error_term_of(of, user)
        if term is not None:
            return term
        if self.source.definitions(user.time).of[user].rule in (Rule.ACTIVATION, Rule.SOFTMAX):
            return self.expression(of, user)[1]
        return Derivative(of, user)

    def local(self, user: Variable, by: Variable) -> tuple[Rule, Term]:
        """The derivative of one line by one variable in it, after mistakes."""
        definition = self.source.definitions(user.time).of[user]
        rule, term = local(definition, by)
        if self._plain:
            return rule, term
        return rule, self.setting.right(rule, Derivative(user, by), term, definition)

    def number(self, of: Variable, by: Variable) -> Number | None:
        """D of / d by where it is a plain number: by a share of the loss, or by itself."""
        if of == by:
            return self._seed(of)
        definitions = self.source.definitions(of.time)
        if definitions.of[by].rule not in LOSS_RULES:
            return None
        terms = []
        for user in definitions.paths(of, by):
            after, slope = self.number(of, user), self.local(user, by)[1]
            if after is None or not isinstance(slope, Number):
                return None
            terms.append(times(after, slope))
        if not terms:
            return None
        return terms[0] if len(terms) == 1 and isinstance(terms[0], Number) else None

    def _seed(self, of: Variable) -> Number:
        return self.source.convention.factor if of.name == "J" else ONE

    # --- error terms and averages ------------------------------------------------------------

    def error_term(self, delta: Variable) -> tuple[Rule, Term]:
        """The line of an error term: dJ/dz, in the convention's sign."""
        z = delta._replace(name="z")
        of = self.loss_of(z)
        if self._delta:
            rule, term = self.expression(of, z)
            rule = rule if rule is Rule.COMBINED else Rule.ERROR_TERM
        else:
            rule, term = Rule.ERROR_TERM, Derivative(of, z)
        return rule, self._signed(term)

    def loss_of(self, z: Variable) -> Variable:
        """The loss whose derivative by z is the error term: the total, or the sample's own."""
        total_loss = self.source.definitions(z.time).total
        if total_loss is None:
            raise HandnetError(f"there is no loss here, so no error term delta{z.layer}")
        if self._own_samples and z.sample is not None:
            return total_loss._replace(sample=z.sample)
        return total_loss

    def _error_term_of(self, of: Variable, z: Variable) -> Term | None:
        """D of / d z as an error term with its sign, if that is what it is."""
        if z.name != "z" or of.name != "J":
            return None
        definitions = self.source.definitions(z.time)
        if definitions.total is None or self.loss_of(z) != of:
            return None
        return self._signed(z._replace(name="delta"))

    def _signed(self, term: Term) -> Term:
        return term if self.source.convention.error_sign == 1 else negated(term)

    def _averages(self, of: Variable, by: Variable) -> bool:
        """Whether the convention puts the 1/M of a mean in this line."""
        return (
            self._own_samples
            and by.sample is None
            and of == self.source.definitions(of.time).total
            and of != by
            and self.source.definitions(of.time).of.get(by) is None
            and len(self._sample_losses(of)) > 1
        )

    def _sample_losses(self, of: Variable) -> list[Variable]:
        arguments = self.source.definitions(of.time).of[of].arguments
        return [each for each in arguments if each.name == "J" and each.sample and not each.place]

    def average(self, of: Variable, by: Variable) -> tuple[Rule, Term]:
        """D of / d by from the samples' own gradients, with the number of samples put in here."""
        losses = self._sample_losses(of)
        factor = times(self.local(of, losses[0])[1])
        parts = [self.expression(loss, by)[1] for loss in losses]
        term = times(factor, total(*parts))
        penalty = [u for u in self.source.definitions(of.time).paths(of, by) if u.name == "R"]
        extra = [self.path(of, user, by)[1] for user in penalty]
        return Rule.AVERAGE, total(term, *extra)


def _in_order(steps: list[Step]) -> list[Step]:
    """Forward before backward before update, one round of updates after the other.

    Inside each part the order stays as the lines were needed. A mistake may use an updated
    weight in the backward pass; then only the forward lines move up.
    """

    def round_and_part(step: Step) -> tuple[int, int]:
        part = list(Part).index(step.part)
        later = step.part is Part.UPDATE and step.quantity.time > 0 and step.rule is not Rule.CHANGE
        return step.quantity.time - (1 if later and step.rule is not Rule.VELOCITY else 0), part

    ordered = sorted(steps, key=round_and_part)
    if _holds(ordered):
        return ordered
    first = [step for step in steps if step.part is Part.FORWARD and step.quantity.time == 0]
    return [*first, *(step for step in steps if step not in set(first))]


def _holds(steps: list[Step]) -> bool:
    """Whether each line uses only what is given or stands above it."""
    place = {step.quantity: number for number, step in enumerate(steps)}
    return all(
        place.get(quantity, -1) < number
        for number, step in enumerate(steps)
        for quantity in quantities(step.formula)
    )
