"""The exercises of chapter 2, in its order."""

import math

import numpy as np

from tangible.derivatives import gradient_descent, sigmoid
from tangible.teach import Exercise


def _square(x):
    return x**2


def _central(f, x, h):
    return (f(x + h) - f(x - h)) / (2 * h)


central_difference = Exercise(
    _central,
    [
        (_square, 3.0, 0.1),
        (np.sin, 1.0, 0.5),
        (np.exp, 0.0, 1.0),
        (np.exp, -2.0, 0.25),
        (np.cos, np.array([0.5, -1.0, 2.0]), 0.1),
    ],
    [
        (
            lambda f, x, h: (f(x + h) - f(x)) / h,
            "That is the forward difference. The central one goes from x − h to x + h.",
        ),
        (
            lambda f, x, h: (f(x + h) - f(x - h)) / h,
            "From x − h to x + h it is a way of 2h, not of h.",
        ),
        (
            lambda f, x, h: (f(x) - f(x - h)) / h,
            "That is the backward difference. The central one goes from x − h to x + h.",
        ),
        (lambda f, x, h: f(x + h) - f(x - h), "A slope is rise over run: divide by the way, 2h."),
        (
            lambda f, x, h: f(x + h) - f(x - h) / (2 * h),
            "Brackets: the whole difference is divided by 2h.",
        ),
        (
            lambda f, x, h: (f(x + h) - f(x - h)) / 2 * h,
            "`/ 2 * h` divides by 2 and then multiplies by h. Write `/ (2 * h)`.",
        ),
        (
            lambda f, x, h: _central(f, x, h / 2),
            "There the points lie h/2 away. Asked for is h to each side.",
        ),
        (
            lambda f, x, h: (f(x + h) - f(x - h)) / 2,
            "The way from x − h to x + h is 2h, not 2.",
        ),
        (
            lambda f, x, h: (f(x - h) - f(x + h)) / (2 * h),
            "The sign is turned round: right minus left.",
        ),
    ],
    wrong=[
        lambda f, x, h: 2 * x,
        lambda f, x, h: _central(f, x, 1e-5),
        lambda f, x, h: _central(f, x, 2 * h),
        lambda f, x, h: (f(x + h) - 2 * f(x) + f(x - h)) / h**2,
        lambda f, x, h: (f(x + h) + f(x - h)) / (2 * h),
        lambda f, x, h: round(float(np.sum(_central(f, x, h))), 2),
        lambda f, x, h: abs(_central(f, x, h)),
    ],
    hint="One point on each side of x, and the way between the two.",
    section="section 3",
    formula="(f(x + h) − f(x − h)) / (2h).",
)


def _gradient_by_hand(x, y):
    return np.array([2 * x * y, x**2 + 3 * y**2])


gradient_by_hand = Exercise(
    _gradient_by_hand,
    [(3.0, 2.0), (1.0, 0.0), (-1.0, 3.0), (2.0, -1.0), (0.5, -0.25)],
    [
        (
            lambda x, y: np.array([x**2 + 3 * y**2, 2 * x * y]),
            "Both are right, in the wrong order: first with respect to x, then to y.",
        ),
        (
            lambda x, y: 2 * x * y + x**2 + 3 * y**2,
            "The gradient is a vector: the two partial derivatives stay apart.",
        ),
        (
            lambda x, y: np.array([2 * x, 3 * y**2]),
            "In x²y the other letter stays as a factor: it gives 2xy one way, x² the other.",
        ),
        (
            lambda x, y: np.array([2 * x * y, 3 * y**2]),
            "x²y depends on y as well, with the slope x².",
        ),
        (
            lambda x, y: np.array([2 * x * y + y**3, x**2 + 3 * y**2]),
            "y³ does not change with x: there its derivative is 0.",
        ),
    ],
    wrong=[
        lambda x, y: np.array([2 * x * abs(y), x**2 + 3 * y**2]),
        lambda x, y: np.array([2 * abs(x) * y, x**2 + 3 * y**2]),
        lambda x, y: np.array([2 * x * y, x**2 + 3 * abs(y) * y]),
        lambda x, y: np.array([2 * x * y, x**2 + 3 * y]),
        lambda x, y: np.array([x * y, x**2 + y**2]),
        lambda x, y: np.array([2 * x + y, x**2 + 3 * y**2]),
        lambda x, y: np.array([[2 * x * y], [x**2 + 3 * y**2]]),
        lambda x, y: x**2 * y + y**3,
    ],
    hint="For the derivative with respect to x, y is a constant; and the other way round.",
    section="section 4",
    formula="x²y gives 2xy and x². What does y³ give?",
)


def _error_gradient(X, w, y):
    return 2 * X.T @ (X @ w - y)


squared_error_gradient = Exercise(
    _error_gradient,
    [
        (np.array([[1.0, 2], [1, 3], [1, -1]]), np.array([0.5, 1]), np.array([1.0, 2, 5])),
        (np.array([[2.0], [-1.5]]), np.array([3.0]), np.array([0.0, 1])),
        (np.array([[1.0, 0, 2.5], [0, -1, 1]]), np.array([1.0, 2, -0.5]), np.array([3.0, 1])),
    ],
    [
        (
            lambda X, w, y: X.T @ (X @ w - y),
            "A square brings a factor of 2.",
        ),
        (
            lambda X, w, y: 2 * X.T @ (y - X @ w),
            "The sign is turned round: the misses are Xw − y, what is said less what is wanted.",
        ),
        (
            lambda X, w, y: _error_gradient(X, w, y) / len(y),
            "That is the gradient of the mean. Here the squares are added up.",
        ),
        (
            lambda X, w, y: 2 * (X @ w - y),
            "That is one number for each example. Each parameter has its own: what of Xᵀ?",
        ),
        (
            lambda X, w, y: np.sum((X @ w - y) ** 2),
            "That is the loss itself. Its gradient has one number for each parameter.",
        ),
        (
            lambda X, w, y: 2 * X.T @ X @ w,
            "The wanted numbers y have a part in it.",
        ),
    ],
    wrong=[
        lambda X, w, y: 2 * X.T @ np.abs(X @ w - y),
        lambda X, w, y: np.sign(_error_gradient(X, w, y)),
        lambda X, w, y: 2 * X.T @ (X @ w - y) + w,
        lambda X, w, y: np.linalg.lstsq(X, y, rcond=None)[0],
        lambda X, w, y: np.zeros(len(w)),
        lambda X, w, y: np.round(_error_gradient(X, w, y)),
    ],
    hint="Each miss changes with a parameter by one entry of X: how do all of them add up?",
    section="section 4",
    formula="2 Xᵀ (Xw − y).",
)


def _hessian(x, y):
    return np.array([[2 * y, 2 * x], [2 * x, 6 * y]])


hessian_by_hand = Exercise(
    _hessian,
    [(3.0, 2.0), (-1.0, 0.5), (0.25, -4.0)],
    [
        (
            lambda x, y: np.array([[2 * y, 0 * x], [0 * x, 6 * y]]),
            "Beside the diagonal stands x²y, differentiated once each way: 2x.",
        ),
        (
            lambda x, y: np.array([2 * x * y, x**2 + 3 * y**2]),
            "That is the gradient. Each of its two entries is differentiated once more, both ways.",
        ),
        (
            lambda x, y: np.array([2 * y, 6 * y]),
            "Four second derivatives, in a matrix of shape (2, 2).",
        ),
        (
            lambda x, y: np.array([[2 * y, 2 * x], [2 * x, 3 * y]]),
            "y³ gives 3y² and then 6y.",
        ),
        (
            lambda x, y: np.array([[6 * y, 2 * x], [2 * x, 2 * y]]),
            "Row 1, column 1 is x twice: 2y.",
        ),
    ],
    wrong=[
        lambda x, y: np.linalg.eigvalsh(_hessian(x, y)),
        lambda x, y: np.array([[2 * y, 2 * x], [0 * x, 6 * y]]),
        lambda x, y: np.array([[2, 2], [2, 6]]),
        lambda x, y: np.array([[2 * abs(y), 2 * x], [2 * x, 6 * abs(y)]]),
        lambda x, y: _hessian(y, x),
        lambda x, y: np.linalg.det(_hessian(x, y)),
    ],
    hint="Differentiate each entry of the gradient once with respect to x, once with respect to y.",
    section="section 5",
    formula="The gradient is (2xy, x² + 3y²); its derivatives are the rows.",
)


def _sum_rule(x):
    return 3 * x**2 + 5


sum_rule = Exercise(
    _sum_rule,
    [(3.0,), (1.0,), (-2.0,), (0.5,)],
    [
        (lambda x: 3 * x**2 + 5 * x, "The derivative of 5x is 5: the factor stays, the x goes."),
        (lambda x: 3 * x**2, "5x has a slope too: 5. (The constant 123 has none.)"),
        (lambda x: 3 * x**2 + 5 + 123, "A constant does not change: its derivative is 0."),
        (lambda x: x**3 + 5 * x + 123, "That is the function itself. Its slope is asked for."),
        (lambda x: 3 * x + 5, "x³ becomes 3x²: the power falls by one, from 3 to 2."),
    ],
    wrong=[
        lambda x: 6 * x,
        lambda x: 3 * x * abs(x) + 5,
        lambda x: x**2 + 5,
        lambda x: 3 * x**2 + 1,
        lambda x: 3 * x**3 + 5,
        lambda x: 3 * int(x) ** 2 + 5,
    ],
    hint="Differentiate each term by itself, and add: x³, 5x, 123.",
    section="section 8",
    formula="(x³)′ = 3x², (5x)′ = 5, (123)′ = 0.",
)


def _product_rule(x):
    return 2 * x * math.exp(x) + x**2 * math.exp(x)


product_rule = Exercise(
    _product_rule,
    [
        (0.7,),
        (1.0,),
        (-1.0,),
        (-2.5,),
        (0.0,),
    ],
    [
        (
            lambda x: 2 * x * math.exp(x),
            "Derivative times derivative is not it: each factor changes while the other stays.",
        ),
        (lambda x: x**2 * math.exp(x), "That is the function itself. Its slope is asked for."),
        (
            lambda x: 2 * x + math.exp(x),
            "That is the sum of the two derivatives. Each is multiplied by the other factor.",
        ),
        (
            lambda x: 2 * x * math.exp(x) - x**2 * math.exp(x),
            "The two parts are added.",
        ),
        (
            lambda x: 2 * x * math.exp(x) + x**2 * x * math.exp(x - 1),
            "eˣ is not a power of x: it is its own derivative.",
        ),
    ],
    wrong=[
        lambda x: 2 * abs(x) * math.exp(x) + x**2 * math.exp(x),
        lambda x: (2 + x) * math.exp(x),
        lambda x: (x**2 + 2) * math.exp(x),
        lambda x: 2 * x * math.exp(x) + x**2,
        lambda x: (2 * x + x**2) * math.exp(-x),
        lambda x: (2 + 4 * x + x**2) * math.exp(x),
    ],
    hint="Two factors, x² and eˣ. What does the product rule make of them?",
    section="section 8",
    formula="(fg)′ = f′g + fg′ with f = x² and g = eˣ.",
)


def _chain_rule(x):
    return -x * math.exp(-(x**2) / 2)


chain_rule = Exercise(
    _chain_rule,
    [
        (1.5,),
        (-0.5,),
        (2.0,),
        (0.0,),
        (4.0,),
    ],
    [
        (
            lambda x: math.exp(-(x**2) / 2),
            "The slope of the outer function only. It is multiplied by that of −x²/2, which is −x.",
        ),
        (
            lambda x: -x * math.exp((-x) ** 2 / 2),
            "Brackets: −x² is −(x²). `(-x) ** 2` loses the minus sign.",
        ),
        (lambda x: math.exp(-x), "Inside stays −x²/2; what is differentiated comes as a factor."),
        (lambda x: x * math.exp(-(x**2) / 2), "The derivative of −x²/2 is −x: the sign is lost."),
        (
            lambda x: -2 * x * math.exp(-(x**2) / 2),
            "The derivative of x²/2 is x, not 2x.",
        ),
        (
            lambda x: -(x**2) / 2 * math.exp(-(x**2) / 2 - 1),
            "eᵘ is not a power of u: it is its own derivative.",
        ),
    ],
    wrong=[
        lambda x: -abs(x) * math.exp(-(x**2) / 2),
        lambda x: -x / 2 * math.exp(-(x**2) / 2),
        lambda x: (x**2 - 1) * math.exp(-(x**2) / 2),
        lambda x: -x * math.exp(-(x**2)),
        lambda x: -x * math.exp(-abs(x) / 2),
        lambda x: -math.exp(-(x**2) / 2),
    ],
    hint="Which function is outside, and which inside?",
    section="section 8",
    formula="The outer function is eᵘ, its slope eᵘ; the inner one is u = −x²/2, its slope −x.",
)


def _power_rule(x, n):
    return n * x ** (n - 1)


power_rule = Exercise(
    _power_rule,
    [(3.0, 4), (2.0, -1), (4.0, 0.5), (3.0, 0), (-2.0, 2), (-2.0, 3), (-0.5, -2), (2.0, 1.5)],
    [
        (lambda x, n: n * x**n, "The power falls by one as well."),
        (lambda x, n: x ** (n - 1), "The old power comes down as a factor: n."),
        (
            lambda x, n: (n - 1) * x ** (n - 1),
            "The factor is the old power, n, not n − 1.",
        ),
        (
            lambda x, n: n * x**n - 1,
            "Brackets: `x ** (n - 1)`. Without them the 1 comes off at the end.",
        ),
        (
            lambda x, n: x ** (n + 1) / (n + 1) if n != -1 else math.log(x),
            "That is the integral. The derivative lowers the power.",
        ),
        (
            lambda x, n: n * x ** (n + 1),
            "The power goes down: from −1 to −2, too.",
        ),
        (
            lambda x, n: n * (n - 1) * x ** (n - 2),
            "That is differentiated twice.",
        ),
    ],
    wrong=[
        lambda x, n: n * abs(x) ** (n - 1),
        lambda x, n: n * math.exp((n - 1) * math.log(abs(x))),
        lambda x, n: n * math.pow(abs(x), n - 1) * (1 if x > 0 else -1),
        lambda x, n: n * x ** (int(n) - 1),
        lambda x, n: abs(n) * x ** (n - 1),
        lambda x, n: n * x ** abs(n - 1),
        lambda x, n: n * x,
        lambda x, n: sum(x ** (n - 1) for _ in range(int(n))),
    ],
    hint="What becomes of the power, and what comes down as a factor?",
    section="section 8",
    formula="xⁿ has the derivative n · xⁿ⁻¹, whatever the number n is.",
)


def _descend(slope, start, learning_rate, steps):
    return float(gradient_descent(slope, [start], learning_rate, steps)[-1, 0])


def _slope(x):
    return 2 * (x - 3)


def _cubic_slope(x):
    return x**3 - x


def _repeat(update):
    def descend(slope, start, learning_rate, steps):
        x = start
        for _ in range(steps):
            x = update(slope, x, learning_rate, start)
        return x

    return descend


descend = Exercise(
    _descend,
    [
        (_slope, 1.0, 0.1, 3),
        (_slope, 0.0, 0.1, 20),
        (_cubic_slope, 0.5, 0.2, 30),
        (_slope, 7.0, 0.4, 0),
        (_cubic_slope, -1.75, 0.05, 400),
        (_slope, 3.5, 1.1, 6),
    ],
    [
        (
            _repeat(lambda slope, x, rate, start: x + rate * slope(x)),
            "That walks uphill: the step goes against the slope.",
        ),
        (
            _repeat(lambda slope, x, rate, start: x - slope(x)),
            "The learning rate is missing: it says how far to go for a given slope.",
        ),
        (
            _repeat(lambda slope, x, rate, start: x - rate * slope(start)),
            "The slope is taken at the start each time. It must be felt anew at the present x.",
        ),
        (
            lambda slope, start, learning_rate, steps: start - learning_rate * slope(start),
            "That is one step. Repeat it `steps` times, each from where the last one ended.",
        ),
        (
            lambda slope, start, rate, steps: gradient_descent(slope, [start], rate, steps)[:, 0],
            "That is the whole path. The place where it ends is asked for: the last one.",
        ),
        (
            lambda slope, start, rate, steps: _descend(slope, start, rate, steps + 1),
            "One step too many: `range(steps)` gives just that many.",
        ),
        (
            lambda slope, start, rate, steps: _descend(slope, start, rate, max(steps - 1, 0)),
            "One step too few: `range(steps)` gives just that many.",
        ),
        (
            _repeat(lambda slope, x, rate, start: -rate * slope(x)),
            "The step is added to where x is: x − learning_rate · slope(x).",
        ),
    ],
    wrong=[
        lambda slope, start, rate, steps: 3.0 if slope is _slope and steps > 10 else start,
        _repeat(lambda slope, x, rate, start: x - rate * abs(slope(x))),
        _repeat(lambda slope, x, rate, start: x - rate * np.sign(slope(x))),
        _repeat(lambda slope, x, rate, start: x - min(rate, 1) * slope(x)),
        _repeat(lambda slope, x, rate, start: x - rate * slope(x - rate * slope(x))),
        lambda slope, start, rate, steps: _descend(slope, start, rate, min(steps, 100)),
        lambda slope, start, rate, steps: [_descend(slope, start, rate, steps)],
        lambda slope, start, rate, steps: round(_descend(slope, start, rate, steps), 3),
    ],
    hint="Each step begins where the last one ended.",
    section="section 6",
    formula="x = x − learning_rate · slope(x), `steps` times; then give x back.",
)

largest_rate = Exercise(
    1 / 3,
    mistakes=[
        *(
            (round(1 / 3, digits), "Nearly: give the exact fraction, with a stroke.")
            for digits in range(1, 9)
        ),
        (1 / 6, "That is 1/L, which arrives in one step. The limit is twice as large."),
        (2 / 3, "L is the second derivative: that of 3x² is 6, not 3."),
        (6.0, "That is the curvature L. What does section 6 make of it?"),
        (3.0, "The other way round: 2 divided by L, not L divided by 2."),
    ],
    wrong=[
        1.0,
        0.5,
        2.0,
        0.0,
        1 / 12,
        3 / 2,
        2 / 7,
        2 / 5,
        -1 / 3,
        "1/3",
        [1, 3],
        0.34,
        1 / 9,
        2 * 3,
    ],
    hint="Which number is the curvature of 3x² + x?",
    same=lambda came, expected: bool(np.shape(came) == () and abs(came - expected) < 1e-9),
    section="section 6",
    formula="The limit is 2/L, with L the second derivative.",
)


def _slope_of_chain(z):
    return math.prod(float(sigmoid(each) * sigmoid(-each)) for each in z)


def _overflowing(z):
    with np.errstate(all="ignore"):
        return np.prod(np.exp(z) / (np.exp(z) + 1) ** 2)


slope_of_chain = Exercise(
    _slope_of_chain,
    [
        ([0.0, 0.0, 0.0],),
        ([0.0],),
        ([1.0, -2.0, 0.5],),
        ([800.0, 0.0],),
        ([40.0],),
        ([-800.0],),
        ([200.0],),
    ],
    [
        (
            lambda z: sum(float(sigmoid(each) * sigmoid(-each)) for each in z),
            "Along a chain the slopes are multiplied, not added.",
        ),
        (
            lambda z: math.prod(float(sigmoid(each)) for each in z),
            "Those are the sigmoids themselves. What are their slopes?",
        ),
        (
            lambda z: math.prod(float(each * (1 - each)) for each in z),
            "s(1 − s) needs s, the sigmoid of z, not z itself.",
        ),
        (
            lambda z: math.prod(math.exp(each) / (math.exp(each) + 1) ** 2 for each in z),
            "Right, until eᶻ overflows, above z = 709: sigmoid(z) · sigmoid(−z) never does.",
        ),
        (
            _overflowing,
            "Right, until eᶻ overflows, above z = 709: sigmoid(z) · sigmoid(−z) never does.",
        ),
        (
            lambda z: float(np.prod(sigmoid(z) * (1 - sigmoid(z)))),
            "For large z, 1 − sigmoid(z) loses all its digits: write sigmoid(−z) for it.",
        ),
        (
            lambda z: sigmoid(np.array(z)) * sigmoid(-np.array(z)),
            "Those are the slopes one by one. Multiply them.",
        ),
        (
            lambda z: math.prod(1 / (1 + math.exp(-v)) / (1 + math.exp(v)) for v in z),
            "Right, until eᶻ overflows, above z = 709: sigmoid(z) · sigmoid(−z) never does.",
        ),
    ],
    wrong=[
        lambda z: 0.0 if max(z) >= 100 else _slope_of_chain(z),
        lambda z: 0.25 ** len(z),
        lambda z: float(np.prod(sigmoid(np.array(z)) ** 2)),
        lambda z: float(np.prod(1 - np.tanh(z) ** 2)),
        lambda z: float(sigmoid(sum(z)) * sigmoid(-sum(z))),
        lambda z: float(np.mean(sigmoid(np.array(z)) * sigmoid(-np.array(z)))),
        lambda z: _slope_of_chain(np.clip(z, -30, 30)),
        lambda z: _slope_of_chain(z[:1]),
    ],
    hint="Along a chain the slopes multiply.",
    same=lambda came, expected: (
        np.shape(came) == np.shape(expected)
        and np.allclose(came, expected, rtol=1e-6, atol=0, equal_nan=True)
    ),
    section="section 9",
    formula="For each z the slope is sigmoid(z) · sigmoid(−z); then multiply all of them.",
)

gradients_by_hand = Exercise(
    np.array([3.0, 8.0]),
    mistakes=[
        ([3.0, 3.0], "b is used twice: through c = a + b and as a factor. Both ways add up."),
        ([3.0, 5.0], "b is used twice: what comes through c = a + b is still missing."),
        ([8.0, 3.0], "First with respect to a, then to b."),
        ([5.0, 8.0], "∂e/∂a comes through c = a + b only: it is ∂e/∂c = b."),
        ([1.0, 1.0], "Those are local slopes, 1 for a sum. Multiply by what comes back from e."),
    ],
    wrong=[
        [8.0, 8.0],
        [3.0, 13.0],
        [2.0, 8.0],
        [3.0, 6.0],
        [3.0, 15.0],
        [15.0],
        8.0,
        [[3.0], [8.0]],
        [3, 8, 5],
    ],
    hint="Begin at e, whose own gradient is 1, and pass it back.",
    section="section 10",
    formula="∂e/∂c = b, and directly ∂e/∂b = c; what comes back to b on both ways adds up.",
)


def _trained(x, t, rate, steps):
    return _trained_by(lambda s: s * (1 - s), x, t, rate, steps)


def _trained_by(slope, x, t, rate, steps):
    """`slope`: of the sigmoid, from its value."""
    w = b = 0.0
    for _ in range(steps):
        s = 1 / (1 + np.exp(-(w * x + b)))
        common = 2 * (s - t) * slope(s) / len(x)
        w, b = w - rate * np.sum(common * x), b - rate * np.sum(common)
    return np.array([w, b])


def _trained_one_after_the_other(x, t, rate, steps):
    w = b = 0.0
    for _ in range(steps):
        s = 1 / (1 + np.exp(-(w * x + b)))
        w -= rate * np.mean(2 * (s - t) * s * (1 - s) * x)
        s = 1 / (1 + np.exp(-(w * x + b)))
        b -= rate * np.mean(2 * (s - t) * s * (1 - s))
    return np.array([w, b])


_heights, _kinds = np.array([-1.0, -0.5, 0.75, 1.5]), np.array([0.0, 0, 1, 1])
train_neuron = Exercise(
    _trained,
    [
        (np.array([1.0, -2.0, 0.5]), np.array([1.0, 0.0, 0.0]), 0.5, 1),
        (_heights, _kinds, 2.0, 3),
        (_heights, 1 - _kinds, 1.0, 40),
        (_heights, _kinds, 1.0, 0),
    ],
    [
        (
            lambda x, t, rate, steps: _trained(x, t, -rate, steps),
            "That walks uphill: the step goes against the gradient.",
        ),
        (
            lambda x, t, rate, steps: _trained(x, t, rate * len(x), steps),
            "The loss is a mean: divide the sum over the examples by how many there are.",
        ),
        (
            lambda x, t, rate, steps: _trained(x, t, rate / 2, steps),
            "The square brings a factor of 2.",
        ),
        (
            lambda x, t, rate, steps: _trained(x, t, rate, steps) * [1, 0],
            "b learns as well: its slope is that of w without the factor x.",
        ),
        (
            lambda x, t, rate, steps: _trained(x, t, rate, 1),
            "That is one step. Repeat it `steps` times.",
        ),
        (
            _trained_one_after_the_other,
            "Both slopes are taken at the old w and b; then both move.",
        ),
        (
            lambda x, t, rate, steps: _trained_by(lambda s: 1, x, t, rate, steps),
            "The sigmoid's own slope is missing, s(1 − s).",
        ),
        (
            lambda x, t, rate, steps: _trained_by(lambda s: 0.5, x, t, rate, steps),
            "The sigmoid's own slope is missing, s(1 − s), and the square's factor of 2.",
        ),
        (
            lambda x, t, rate, steps: _trained(x, t, rate, steps)[::-1],
            "First w, then b.",
        ),
    ],
    wrong=[
        lambda x, t, rate, steps: np.array([rate * steps, 0.0]),
        lambda x, t, rate, steps: np.polyfit(x, t, 1),
        lambda x, t, rate, steps: _trained(x, t, rate, steps + 1),
        lambda x, t, rate, steps: _trained(x[:2], t[:2], rate, steps),
        lambda x, t, rate, steps: float(_trained(x, t, rate, steps)[0]),
    ],
    hint="By the chain rule: the square, the sigmoid, then wx + b; and the mean over the examples.",
    section="section 10",
    formula="With s = σ(wx + b): ∂L/∂w is the mean of 2(s − t) s(1 − s) x; for b without x.",
)


def _polar(r, turn):
    return np.array([[math.cos(turn), -r * math.sin(turn)], [math.sin(turn), r * math.cos(turn)]])


jacobian_by_hand = Exercise(
    _polar,
    [(2.0, 0.5), (1.5, 0.25), (3.0, -1.0), (0.5, 2.5)],
    [
        (
            lambda r, turn: _polar(r, turn).T,
            "That is transposed: a row for each output, a column for each input.",
        ),
        (
            lambda r, turn: np.array(
                [[math.cos(turn), r * math.sin(turn)], [math.sin(turn), r * math.cos(turn)]]
            ),
            "The derivative of the cosine is minus the sine.",
        ),
        (
            lambda r, turn: np.array(
                [[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]]
            ),
            "With respect to θ the factor r stays: r cos θ becomes −r sin θ.",
        ),
        (
            lambda r, turn: np.array([r * math.cos(turn), r * math.sin(turn)]),
            "That is the map itself. Its four partial derivatives are asked for.",
        ),
    ],
    wrong=[
        lambda r, turn: _polar(r, turn)[:, ::-1],
        lambda r, turn: _polar(r, turn)[::-1],
        lambda r, turn: _polar(r, math.radians(turn)),
        lambda r, turn: _polar(r, abs(turn)),
        lambda r, turn: np.zeros((2, 2), int) + _polar(r, turn).astype(int),
        lambda r, turn: np.linalg.det(_polar(r, turn)),
        lambda r, turn: _polar(r, turn).ravel(),
        lambda r, turn: _polar(1.0, turn) * r,
    ],
    hint="Row 1: x = r cos θ with respect to r, then to θ. Row 2: the same of y = r sin θ.",
    section="section 11",
    formula="cos θ has the derivative −sin θ, sin θ has cos θ; r stays as a factor.",
)


def _taylor_exp(x, order):
    return sum(x**k / math.factorial(k) for k in range(order + 1))


taylor_exp = Exercise(
    _taylor_exp,
    [
        (3.0, 2),
        (1.0, 0),
        (1.0, 1),
        (0.5, 4),
        (-2.0, 7),
        (0.0, 3),
        (-1.5, 25),
        (10.0, 25),
    ],
    [
        (
            lambda x, order: sum(x**k / math.factorial(k) for k in range(order)),
            "`range(order)` stops one too early: the term of the order itself belongs to it.",
        ),
        (
            lambda x, order: sum(x**k for k in range(order + 1)),
            "Each term is divided by k!, `math.factorial(k)`.",
        ),
        (
            lambda x, order: sum(x**k / math.factorial(k) for k in range(1, order + 1)),
            "The first term is e⁰ = 1: begin with k = 0.",
        ),
        (
            lambda x, order: sum(x**k / max(k, 1) for k in range(order + 1)),
            "Divide by k! = 1 · 2 · … · k, not by k.",
        ),
        (
            lambda x, order: math.exp(x),
            "That is eˣ itself. Its polynomial of this order is asked for.",
        ),
        (
            lambda x, order: 1.0,
            "That is the first term alone. Does `return` stand inside the loop?",
        ),
        (
            lambda x, order: x**order / math.factorial(order),
            "That is the last term. The polynomial is the sum of all of them.",
        ),
    ],
    wrong=[
        lambda x, order: math.exp(x) if order >= 20 else _taylor_exp(x, order),
        lambda x, order: _taylor_exp(x, min(order, 12)),
        lambda x, order: sum((-x) ** k / math.factorial(k) for k in range(order + 1)),
        lambda x, order: (1 + x / max(order, 1)) ** order,
        lambda x, order: sum(abs(x) ** k / math.factorial(k) for k in range(order + 1)),
        lambda x, order: sum(x**k / math.factorial(k) for k in range(order + 2)),
        lambda x, order: sum(x**k / math.factorial(k) for k in range(min(order, 7) + 1)),
        lambda x, order: [x**k / math.factorial(k) for k in range(order + 1)],
        lambda x, order: sum(x**k / math.factorial(order) for k in range(order + 1)),
        lambda x, order: 1 + x,
    ],
    hint="What are all the derivatives of eˣ at 0?",
    section="section 12",
    formula="Each of them is 1: the sum of xᵏ/k! for k from 0 to the order.",
)
