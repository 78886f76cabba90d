"""Derivatives by differences and by backpropagation, and gradient descent.

Source of this page: SIT744, Lecture 2, "Derivatives" to "Backpropagation"; MEDL, Appendix A.
"""

import math
from numbers import Real

import numpy as np
from scipy.special import expit

from tangible import checks

EPSILON = np.finfo(float).eps
_THIRD = 0.3183  # about: whole numbers of roundings are seldom in this ratio
_OUTSIDE = (ArithmeticError, ValueError)  # what a function raises where it has no value


@np.errstate(under="ignore")
def derivative(f, x, h=None, method="central"):
    """The slope of f at x, from values of f close by.

    Forward: (f(x + h) − f(x)) / h, whose error shrinks like h. Central:
    (f(x + h) − f(x − h)) / 2h, whose error shrinks like h². Rounding adds an error that grows
    like 1/h.

    Parameters
    ----------
    f : function
        Takes an array and works on each entry by itself.
    x : array of any shape
    h : float or array that fits x, optional
        Above 0. Left out, it balances the two errors: the root of the precision of what f gives,
        float64 or float32, (forward) or its cube root (central), times the size of x where that is
        above 1. Where f has no value there, or where a third of that step gives another slope
        (log x and 1/x near 0), it is that smaller one which agrees best with its own third.
    method : "central" or "forward"
        ValueError for another one, for an h that is not above 0, or for an f that gives another
        shape than that of x.

    Returns
    -------
    array of the shape of x

    Source: SIT744, "Derivative".

    Examples
    --------
    >>> round(float(derivative(np.sin, 0.0)), 9)
    1.0
    """
    if method not in ("central", "forward"):
        raise ValueError(f'method is "central" or "forward"; {method!r} came.')
    x = checks.array(x, "x")
    difference = _central if method == "central" else _forward
    if h is None:
        slope = _settled(difference, lambda h: f(x + h), x)
    else:
        h = checks.array(h, "h")
        if not np.all(h > 0):
            raise ValueError(f"h is a number above 0; {h[~(h > 0)].flat[0]:g} came.")
        slope = difference(lambda h: f(x + h), h)
    if x.ndim:
        at = x if h is None else x + h
        came = np.shape(f(at.copy()))
        if came != at.shape and (came or np.any(slope)):
            raise ValueError(
                f"f works on each entry of {at.shape} by itself; it gave the shape {came}."
            )
    return slope


@np.errstate(under="ignore")
def gradient(f, x):
    """All partial derivatives of f at x, by central differences: the direction of steepest ascent.

    Parameters
    ----------
    f : function
        Takes an array of shape (n,) and gives a number.
    x : array, shape (n,)
        ValueError for another shape, or if f does not give one number.

    Returns
    -------
    array, shape (n,)

    Source: SIT744, "Partial derivatives and gradient".

    Examples
    --------
    >>> gradient(lambda x: x[0] ** 2 * x[1], [3, 1]).round(6).tolist()
    [6.0, 9.0]
    """
    return _partial_derivatives(f, x, axes=0)


@np.errstate(under="ignore")
def jacobian(f, x):
    """Every partial derivative of every output of f at x, by central differences.

    Parameters
    ----------
    f : function
        Takes an array of shape (n,) and gives one of shape (m,).
    x : array, shape (n,)
        ValueError for another shape, or if f does not give a vector.

    Returns
    -------
    array, shape (m, n)
        Row i, column j: the derivative of output i by input j.

    Source: MEDL, Appendix A, "Multivariable chain rule".

    Examples
    --------
    >>> jacobian(lambda x: np.array([x[0] * x[1], x[1]]), [3, 2]).round(6).tolist()
    [[2.0, 3.0], [0.0, 1.0]]
    """
    return _partial_derivatives(f, x, axes=1).T


def _partial_derivatives(f, x, axes):
    """The central difference of f along each coordinate of x; f gives arrays of so many axes."""
    x = checks.array(x, "x")
    if x.ndim != 1:
        raise ValueError(f"x is a vector, of shape (n,); one of shape {x.shape} came.")
    came = np.shape(f(x.copy()))
    if len(came) != axes:
        wanted = ("one number", "a vector")[axes]
        raise ValueError(f"f gives {wanted} for each x; an array of shape {came} came.")
    ways = np.eye(len(x))
    return np.array([_settled(_central, lambda h, w=w: f(x + h * w), w @ x) for w in ways])


def _central(f, h):
    """The slope at 0, of error h²."""
    return (np.asarray(f(h)) - f(-h)) / (2 * h)


def _forward(f, h):
    """The slope at 0, of error h."""
    return (np.asarray(f(h)) - f(0 * h)) / h


def _settled(difference, f, x):
    """The slope of f at 0 by the usual step; by a smaller one where its third gives another.

    `x` is the number to which f adds the step: the usual step is in units of it above 1.
    """
    value = _or_nan(f, np.zeros_like(x))
    epsilon = np.finfo(value.dtype if value.dtype.kind == "f" else float).eps
    step = epsilon ** (1 / 3 if difference is _central else 1 / 2)

    def tried(h):
        """A slope; its error, how far that by a third is away; its rounding: as parts of it."""
        h = (x + h) - x  # one that rounding leaves as it is
        slope, third = (_or_nan(lambda h: difference(f, h), each) for each in (h, _THIRD * h))
        with np.errstate(all="ignore"):
            size = np.maximum(np.abs(slope), np.abs(third))
            near = np.fmin(np.abs(value), np.abs(_or_nan(f, h)))
            rounding = epsilon * (near / size + np.abs(x)) / h
            error = np.abs(third - slope) / size
        # Two slopes of 0 agree, unless the step is too small for f to change.
        flat = np.where(h < epsilon ** (1 / 3), np.inf, 0.0)
        error = np.where(size == 0, flat, np.where(np.isfinite(error), error, np.inf))
        return slope, error, np.where(np.isfinite(rounding), rounding, 0)

    usual = step * np.maximum(1, np.abs(x))
    best, error, rounding = tried(usual)
    settled = error <= np.maximum(epsilon ** (1 / 3) / 6, np.minimum(16 * rounding, 0.1))
    if not settled.all():
        for h in [*(usual / 16**k for k in range(1, 7)), step * np.where(x, np.abs(x), 1)]:
            slope, apart, rounding = tried(h)
            better = ~settled & (apart + rounding < error / 10)  # not by luck
            best, error = np.where(better, slope, best), np.where(better, apart + rounding, error)
    return best if np.isfinite(error).any() or not best.size else difference(f, usual)


def _or_nan(function, at):
    """What it gives there, or NaN where it has no value."""
    try:
        with np.errstate(all="ignore"):
            came = np.asarray(function(at))
    except _OUTSIDE:
        return np.full(np.shape(at), np.nan)
    return np.where(np.isreal(came), came.real, np.nan) if came.dtype.kind == "c" else came


@np.errstate(under="ignore")
def gradient_descent(gradient, start, learning_rate, steps):
    """Walk downhill: x ← x − learning_rate · gradient(x), again and again.

    Parameters
    ----------
    gradient : function
        Takes a point, shape (dims,), and gives the gradient there, of the same shape.
    start : array, shape (dims,), or a number
    learning_rate : float
        Above 0.
    steps : int
        0 or more. ValueError names what does not fit.

    Returns
    -------
    array, shape (steps + 1, dims)
        The points visited, the start first. A walk that diverges beyond all floats stays at ±∞
        from there on, and one whose gradient is no number at NaN.

    Source: SIT744, "Method of steepest descent".

    Examples
    --------
    >>> gradient_descent(lambda x: 2 * x, [8.0], learning_rate=0.25, steps=3).ravel().tolist()
    [8.0, 4.0, 2.0, 1.0]
    """
    try:
        rate = checks.number(learning_rate, "The learning rate")
    except ValueError:
        rate = math.nan
    if not 0 < rate < math.inf:
        raise ValueError(f"The learning rate is a number above 0; {learning_rate!r} came.")
    if not (isinstance(steps, int | np.integer) and steps >= 0):
        raise ValueError(f"steps is a whole number, 0 or more; {steps!r} came.")
    steps = int(steps)
    point = np.atleast_1d(checks.array(start, "The start"))
    if point.ndim != 1:
        raise ValueError(f"The start is a point of shape (dims,); shape {point.shape} came.")
    path = np.empty((steps + 1, len(point)))
    path[0] = point
    with np.errstate(over="ignore", invalid="ignore"):
        for k in range(steps):
            slope = checks.array(gradient(point.copy()), "The gradient")
            if slope.shape != point.shape and slope.shape != np.shape(start):
                raise ValueError(
                    f"The gradient at a point of shape {point.shape} has that shape too; "
                    f"shape {slope.shape} came."
                )
            point = point - rate * slope
            path[k + 1] = point
            if not np.isfinite(point).all():
                path[k + 1 :] = point
                break
    return path


@np.errstate(under="ignore")
def sigmoid(x):
    """1 / (1 + e⁻ˣ) = eˣ / (eˣ + 1): from 0 to 1, and ½ at 0.

    Parameters
    ----------
    x : array of any shape

    Returns
    -------
    array of the shape of x
        Sound for any float; as eˣ / (eˣ + 1) it overflows above 709. Its derivative is
        sigmoid(x) · sigmoid(−x).

    Source: SIT744, "Sigmoid", and correction C12.

    Examples
    --------
    >>> sigmoid([-1000, 0, 1000]).tolist()
    [0.0, 0.5, 1.0]
    """
    return expit(checks.array(x, "x"))


class Variable:
    """A number that remembers how it was computed, so that it can be differentiated.

    Computing with Variables builds a graph. `backward()` on the last of them walks the graph from
    there to its leaves and gives every Variable its `gradient`: the derivative of the last one by
    it. This is reverse-mode automatic differentiation, or backpropagation.

    Parameters
    ----------
    value : float
        One number. TypeError for anything else; ValueError if it is beyond all floats.

    Attributes
    ----------
    value : float
    gradient : float
        0 until `backward` is called on something that was computed from it.
    operation : str
        How it was computed: "+", "×", "÷", "power", "exp" and so on; "" for a leaf.
    inputs : tuple of (Variable, float)
        What it was computed from, each with the local derivative by it.

    Source: SIT744, "Backpropagation".

    Examples
    --------
    >>> a, b = Variable(2), Variable(1)
    >>> e = (a + b) * (b + 1)
    >>> e.backward()
    >>> e.value, a.gradient, b.gradient
    (6.0, 2.0, 5.0)
    """

    __slots__ = ("gradient", "inputs", "operation", "value")

    def __init__(self, value):
        if not isinstance(value, Real):
            raise TypeError(f"A Variable holds one number; {value!r} came.")
        try:
            self.value, self.gradient = float(value), 0.0
        except OverflowError:
            raise ValueError("A whole number larger than any float came.") from None
        self.operation, self.inputs = "", ()

    @classmethod
    def _of(cls, value, operation, *inputs):
        made = cls(value)
        made.operation, made.inputs = operation, inputs
        return made

    def __repr__(self):
        return f"Variable(value={self.value:.6g}, gradient={self.gradient:.6g})"

    def __add__(self, other):
        other = _variable(other)
        return self._of(self.value + other.value, "+", (self, 1.0), (other, 1.0))

    def __mul__(self, other):
        other = _variable(other)
        product = self.value * other.value
        return self._of(product, "×", (self, other.value), (other, self.value))

    def __pow__(self, other):
        if isinstance(other, Variable):
            a, b = self.value, other.value
            power = _power(a, b)
            by_exponent = power * math.log(a) if a > 0 else 0.0 if a == 0 < b else math.nan
            return self._of(power, "power", (self, _power_slope(a, b)), (other, by_exponent))
        other = Variable(other).value
        power = _power(self.value, other)
        return self._of(power, f"power {other:g}", (self, _power_slope(self.value, other)))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + -_variable(other)

    def __truediv__(self, other):
        other = _variable(other)
        if other.value == 0:
            raise ValueError(f"{self.value:g} / 0 is a division by zero.")
        quotient, slope = self.value / other.value, 1 / other.value
        return self._of(quotient, "÷", (self, slope), (other, -quotient / other.value))

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return -self + other

    def __rtruediv__(self, other):
        return _variable(other) / self

    def __rpow__(self, other):
        return _variable(other) ** self

    def exp(self):
        """e to the power of it. ValueError where that is beyond all floats."""
        try:
            power = math.exp(self.value)
        except OverflowError:
            raise ValueError(f"exp({self.value:g}) is larger than any float.") from None
        return self._of(power, "exp", (self, power))

    def log(self):
        """Its natural logarithm. ValueError unless it is above 0."""
        if not self.value > 0:
            raise ValueError(f"log needs a number above 0; {self.value:g} came.")
        return self._of(math.log(self.value), "log", (self, 1 / self.value))

    def tanh(self):
        """Its hyperbolic tangent."""
        slope = 4 * expit(2 * self.value) * expit(-2 * self.value)  # 1 − tanh² loses its digits
        return self._of(math.tanh(self.value), "tanh", (self, float(slope)))

    def sigmoid(self):
        """1 / (1 + e⁻ˣ) of it."""
        value, other = float(expit(self.value)), float(expit(-self.value))
        return self._of(value, "sigmoid", (self, value * other))

    def relu(self):
        """It, if it is above 0, else 0. The derivative at 0 is taken as 0."""
        return self._of(max(self.value, 0.0), "relu", (self, float(self.value > 0)))

    def ancestors(self):
        """All that it was computed from, and itself: each after what it was computed from."""
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                stack.extend((parent, False) for parent, _ in reversed(node.inputs))
        return order

    def backward(self):
        """Give each Variable behind this one its gradient: the derivative of this one by it.

        Where a Variable is used several times, what comes back along each way adds up. Gradients
        of an earlier call are forgotten. A slope may be infinite (√x at 0): what does not move
        the result passes nothing back through it.
        """
        order = self.ancestors()
        for node in order:
            node.gradient = 0.0
        self.gradient = 1.0
        for node in reversed(order):
            for parent, slope in node.inputs:
                if slope and node.gradient:
                    parent.gradient += slope * node.gradient


def _variable(value):
    return value if isinstance(value, Variable) else Variable(value)


def _power(base, exponent):
    """base ** exponent as a float; ValueError where there is none."""
    try:
        power = base**exponent
    except ZeroDivisionError:
        raise ValueError(f"0 to the power of {exponent:g} is a division by zero.") from None
    except OverflowError:
        raise ValueError(
            f"{base:g} to the power of {exponent:g} is larger than any float."
        ) from None
    if isinstance(power, complex):
        raise ValueError(f"{base:g} to the power of {exponent:g} is not a real number.")
    return power


def _power_slope(base, exponent):
    """The derivative of base ** exponent by the base; infinite where it is beyond all floats."""
    if exponent == 0:
        return 0.0
    try:
        return exponent * base ** (exponent - 1)
    except ZeroDivisionError:  # a root, at 0
        return math.inf
    except OverflowError:
        odd = (exponent - 1) % 2 == 1
        return math.copysign(math.inf, exponent * (base if odd else 1))
