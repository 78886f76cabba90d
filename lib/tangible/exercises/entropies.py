"""The exercises of chapter 6, in its order."""

import itertools

import numpy as np
from scipy.special import entr, rel_entr, xlogy

from tangible.entropy import gaussian_kl, js_divergence
from tangible.teach import Exercise

_ODD = np.sin(np.arange(1.0, 41) ** 2)  # numbers of either sign, none of them round
_P = np.array([0.5, 0.25, 0.25])
_Q = np.array([0.2, 0.2, 0.6])
_ZERO = np.array([0.5, 0.5, 0.0])
_FOUR_P = np.array([0.1, 0.35, 0.05, 0.5])
_FOUR_Q = np.array([0.4, 0.15, 0.25, 0.2])
_FAINT = np.array([1e-30, 0.3, 0.7 - 1e-30])
_SURE = np.array([1.0, 0.0])
_TINY = (1e-15, 1e-12, 1e-10, 1e-9, 1e-8)  # what one adds so that no logarithm is infinite
_MANY_P, _MANY_Q = (squares / squares.sum() for squares in (_ODD[:9] ** 2, _ODD[10:19] ** 2))


def _entropy(p):
    return entr(p).sum()


def _bits(p):
    return _entropy(p) / np.log(2)


entropy_in_bits = Exercise(
    _bits,
    [
        (_Q,),
        (_P,),
        (_ZERO,),
        (_SURE,),
        (_FOUR_P,),
        (np.array([0.9, 0.1]),),
        (np.full(8, 1 / 8),),
        (np.array([0.0, 0.003, 0.4, 0.0, 0.597]),),
        (np.array([1.0]),),
        (_MANY_P,),
        (np.array([0.999, 0.001]),),
        (np.full(48, 1 / 48),),
    ],
    [
        (_entropy, "Those are nats. For bits take `np.log2`, or divide by log 2."),
        (
            lambda p: _entropy(p) / np.log(10),
            "The logarithm to the base 10 counts digits. Bits need the base 2.",
        ),
        (
            lambda p: _entropy(p) * np.log(2),
            "From nats to bits one divides by log 2: there are more bits than nats.",
        ),
        (
            lambda p: -np.sum(p * np.log2(p)),
            "0 log 0 counts as 0, but the computer makes it nan: leave out where p is 0.",
        ),
        (
            lambda p: -np.sum(p * np.log2(p + 1e-9)),
            "A small number added inside changes the others, too: leave out where p is 0.",
        ),
        (
            lambda p: -np.sum(p * np.log2(p + 1e-8)),
            "A small number added inside changes the others, too: leave out where p is 0.",
        ),
        (lambda p: -_bits(p), "The sign: surprise, −log p, is not negative."),
        (
            lambda p: -np.sum(np.log2(p[p > 0])),
            "Each surprise counts as often as it comes: weigh it by p.",
        ),
        (
            lambda p: -np.mean(np.log2(p[p > 0])),
            "That takes all outcomes for equally frequent: weigh each surprise by p.",
        ),
        (
            lambda p: _bits(p) / len(p),
            "Add up; do not divide by the number of outcomes.",
        ),
        (
            lambda p: entr(p)[0] / np.log(2),
            "That is the first outcome's part. Does `return` stand inside the loop?",
        ),
        (
            lambda p: entr(p) / np.log(2),
            "Those are the parts, one for each outcome. Add them up.",
        ),
        (
            lambda p: np.log2(len(p)),
            "That is the most that so many outcomes can have. How much do these have?",
        ),
        (
            lambda p: 2 ** _bits(p),
            "That is the perplexity, two to the power of the entropy.",
        ),
    ],
    wrong=[
        lambda p: 3 * np.mean(entr(p)) / np.log(2),
        lambda p: _bits(p[:3]),
        lambda p: _bits(p[:2]),
        lambda p: -np.sum(p * np.log2(np.maximum(p, 0.01))),
        lambda p: -np.sum(np.log2(p + 1e-12)),
        lambda p: np.nan_to_num(-np.sum(p * np.log2(p))),
        lambda p: _bits(p) / np.log2(max(len(p), 2)),
        lambda p: 1 - np.sum(p**2),
        lambda p: -np.log2(np.max(p)),
        lambda p: -np.log2(np.sum(p**2)),
        lambda p: -p[0] * np.log2(max(p[0], 1e-300)) - (1 - p[0]) * np.log2(1 - p[0] + 1e-300),
        lambda p: _bits(p) + _bits(1 - p),
        lambda p: np.ceil(_bits(p)),
        lambda p: round(_bits(p), 3),
        lambda p: -np.sum(np.where(p > 0, p * np.log2(np.where(p > 0, p, 1)), -1)),
        lambda p: np.array([_bits(p)]),
    ],
    hint="The mean of the surprises, over the outcomes that occur.",
    section="section 1",
    formula="H = −Σ p log₂ p, over the outcomes with p > 0.",
)


def _cross(p, q):
    return -xlogy(p, q).sum()


cross_entropy_of_two = Exercise(
    _cross,
    [
        (_P, _Q),
        (_Q, _P),
        (_ZERO, _P),
        (_FOUR_P, _FOUR_Q),
        (np.array([0.3, 0.7]), np.array([0.95, 0.05])),
        (_P, _FAINT),
        (np.array([0.0, 1.0, 0, 0, 0]), np.full(5, 0.2)),
        (np.array([0.999, 0.001]), np.array([0.9987, 0.0013])),
        (np.array([1.0]), np.array([1.0])),
        (_MANY_P, _MANY_Q),
        (_MANY_Q, _MANY_P),
    ],
    [
        (
            lambda p, q: _cross(q, p),
            "That is H(q, p). What is true, p, weighs; what is expected, q, is in the logarithm.",
        ),
        (lambda p, q: rel_entr(p, q).sum(), "That is D(p‖q). It lacks H(p)."),
        (lambda p, q: _entropy(p), "That is H(p): q plays no part in it."),
        (lambda p, q: _entropy(q), "That is H(q): p plays no part in it."),
        (lambda p, q: -_cross(p, q), "The sign: surprise is −log q."),
        (lambda p, q: _cross(p, q) / np.log(2), "In nats, please: the natural logarithm."),
        (lambda p, q: _cross(p, q) / np.log(10), "In nats, please: the natural logarithm."),
        (
            lambda p, q: _cross(p, q) / len(p),
            "Add up; do not divide by the number of outcomes.",
        ),
        (
            lambda p, q: -np.sum(np.log(q)),
            "Each surprise, −log q, counts as often as it comes: weigh it by p.",
        ),
        (
            lambda p, q: -xlogy(p, q),
            "Those are the parts, one for each outcome. Add them up.",
        ),
        (
            lambda p, q: _cross(p, q) - xlogy(1 - p, 1 - q).sum(),
            "(1 − p) log(1 − q) is for yes and no alone. Here each outcome stands in the sum once.",
        ),
        *(
            (
                lambda p, q, tiny=tiny: -np.sum(p * np.log(q + tiny)),
                "A small number added inside hides how surprising a rare outcome is. No q is 0.",
            )
            for tiny in _TINY
        ),
        (
            lambda p, q: -np.log(np.sum(p * q)),
            "The logarithm of a mean is not the mean of the logarithms.",
        ),
    ],
    wrong=[
        lambda p, q: -3 * np.mean(xlogy(p, q)),
        lambda p, q: _cross(p[:3], q[:3]),
        lambda p, q: _cross(p[:2], q[:2]),
        lambda p, q: -np.sum(p * np.log(np.maximum(q, 1e-20))),
        lambda p, q: -np.sum(p * np.log(q)) if np.all(p > 0) else np.inf,
        lambda p, q: _cross(np.sort(p), np.sort(q)),
        lambda p, q: _cross(p, q[::-1]),
        lambda p, q: -xlogy(p, q)[p.argmax()],
        lambda p, q: -np.log(q[p.argmax()]),
        lambda p, q: (_cross(p, q) + _cross(q, p)) / 2,
        lambda p, q: _entropy(p) + _entropy(q),
        lambda p, q: np.exp(_cross(p, q)),
        lambda p, q: min(_cross(p, q), 10),
        lambda p, q: round(_cross(p, q), 3),
        lambda p, q: np.sum((p - q) ** 2),
    ],
    hint="Which of the two says how often, and which how surprising?",
    section="section 2",
    formula="H(p, q) = −Σ p log q.",
)


def _kl(p, q):
    return rel_entr(p, q).sum()


kl = Exercise(
    _kl,
    [
        (_P, _Q),
        (_Q, _P),
        (_ZERO, _P),
        (_P, _ZERO),
        (_ZERO, np.array([0.2, 0.8, 0.0])),
        (_FOUR_P, _FOUR_Q),
        (np.array([0.3, 0.7]), np.array([0.95, 0.05])),
        (_P, _FAINT),
        (np.array([0.0, 0.0, 0.25, 0.0, 0.75]), np.array([0.1, 0.0, 0.6, 0.1, 0.2])),
        (_FOUR_Q, _FOUR_Q),
        (_SURE[::-1], np.array([0.4, 0.6])),
        (np.array([0.6, 0.4]), _SURE),
        (_MANY_P, _MANY_Q),
        (_MANY_Q, _MANY_P),
    ],
    [
        (
            lambda p, q: _kl(q, p),
            "That is D(q‖p). It is not symmetric.",
        ),
        (lambda p, q: -_kl(p, q), "The sign: it is p log(p/q), not p log(q/p)."),
        (lambda p, q: _cross(p, q), "That is the cross entropy. Take H(p) away."),
        (
            lambda p, q: -_kl(q, p),
            "There q weighs. What is true, p, says how often each outcome comes.",
        ),
        (
            lambda p, q: np.sum(p * np.log(p / q)),
            "Right where no p is 0. 0 log 0 counts as 0: add up where p > 0 only.",
        ),
        (
            lambda p, q: np.sum(np.log(p / q)),
            "Each term is weighed by p.",
        ),
        (
            lambda p, q: np.sum(rel_entr(p, q)[(p > 0) & (q > 0)]),
            "Where q is 0 and p is not, the divergence is infinite: leave out only where p is 0.",
        ),
        (
            lambda p, q: np.inf if np.any(q == 0) else _kl(p, q),
            "A q of 0 does no harm where p is 0 too.",
        ),
        (
            lambda p, q: np.inf if np.any((p == 0) | (q == 0)) else _kl(p, q),
            "A p of 0 costs nothing: that outcome never comes.",
        ),
        (lambda p, q: _kl(p, q) / np.log(2), "In nats, please: the natural logarithm."),
        (lambda p, q: _kl(p, q) / np.log(10), "In nats, please: the natural logarithm."),
        (
            lambda p, q: _kl(p, q) / len(p),
            "Add up; do not divide by the number of outcomes.",
        ),
        (
            lambda p, q: np.sum(np.abs(rel_entr(p, q))),
            "Single terms may be negative: keep their signs. The sum never is.",
        ),
        (
            lambda p, q: (_kl(p, q) + _kl(q, p)) / 2,
            "That is the mean of both directions. One is asked for, D(p‖q).",
        ),
        (lambda p, q: rel_entr(p, q), "Those are the terms, one for each outcome. Add them up."),
        *(
            (
                lambda p, q, tiny=tiny: np.sum(p * np.log((p + tiny) / (q + tiny))),
                "A small number added inside makes a finite one of what should be infinite: look "
                "where p and q are 0.",
            )
            for tiny in _TINY
        ),
    ],
    wrong=[
        lambda p, q: 3 * np.mean(rel_entr(p, q)),
        lambda p, q: _kl(p[:3], q[:3]),
        lambda p, q: _kl(p[:2], q[:2]),
        lambda p, q: np.nan_to_num(np.sum(p * np.log(p / q))),
        lambda p, q: np.nansum(p * np.log(p / np.maximum(q, 1e-15))),
        lambda p, q: np.nansum(np.where(q > 0, p * np.log(p / q), 0)),
        lambda p, q: np.nan_to_num(_kl(p, q), posinf=0),
        lambda p, q: np.nan_to_num(_kl(p, q), posinf=1e9),
        lambda p, q: min(_kl(p, q), 10) if np.isfinite(_kl(p, q)) else np.inf,
        lambda p, q: _kl(np.sort(p), np.sort(q)),
        lambda p, q: _kl(p, (p + q) / 2),
        lambda p, q: np.sum(rel_entr(p, q) - p + q) / 2,
        lambda p, q: _entropy(q) - _entropy(p),
        lambda p, q: _cross(p, q) + _entropy(p),
        lambda p, q: np.sqrt(_kl(p, q)),
        lambda p, q: np.sum(np.abs(p - q)) / 2,
        lambda p, q: np.log(np.sum(np.where(p > 0, p**2 / q, 0))),
        lambda p, q: round(_kl(p, q), 3) if np.isfinite(_kl(p, q)) else np.inf,
    ],
    hint="What does an outcome cost that never comes? And one that q held impossible?",
    section="section 3",
    formula="D(p‖q) = Σ p log(p/q) over the outcomes with p > 0; infinite where q is 0 there.",
)

_STATEMENTS = np.array([True, True, False, False])


def _about_statements(never_negative, only_there, symmetric, triangle):
    """The hint for four wrong answers."""
    if not never_negative:
        return "Single terms may be negative. And their sum? It is Gibbs' inequality."
    if not only_there:
        return "Gibbs' inequality is strict where p and q differ."
    if symmetric and triangle:
        return "With all four it would be a distance. Try (0.9, 0.1), (0.5, 0.5), (0.1, 0.9)."
    if symmetric:
        return "Try p = (0.5, 0.5) and q = (0.9, 0.1) both ways."
    return "Try (0.9, 0.1), (0.5, 0.5), (0.1, 0.9)."


properties_of_kl = Exercise(
    _STATEMENTS,
    mistakes=[
        (np.array(four), _about_statements(*four))
        for four in itertools.product([True, False], repeat=4)
        if four != (True, True, False, False)
    ],
    wrong=[
        [True, True, False],
        [True, True, False, False, False],
        [[True, True], [False, False]],
        ["True", "True", "False", "False"],
        True,
        [1, 2],
        "True, True, False, False",
        [None, None, False, False],
        [0.9, 1, 0, 0],
        {1: True, 2: True, 3: False, 4: False},
    ],
    hint="What holds for all p, q and r? For the triangle see section 6, too.",
    section="section 4",
    formula="Try (0.5, 0.5) and (0.9, 0.1) both ways, then (0.9, 0.1), (0.5, 0.5), (0.1, 0.9).",
)


def _to_middle(p, q):
    """D(p‖m) and D(q‖m)."""
    middle = (p + q) / 2
    return _kl(p, middle), _kl(q, middle)


def _by_log(p, q):
    """The sum as it stands: nan where p is 0."""
    return np.sum(p * np.log(p / q))


js = Exercise(
    lambda p, q: js_divergence(p, q),
    [
        (_P, _Q),
        (_ZERO, _P),
        (_SURE, _SURE[::-1]),
        (_FOUR_P, _FOUR_Q),
        (np.array([0.3, 0.7]), np.array([0.95, 0.05])),
        (_ZERO, np.array([0.2, 0.8, 0.0])),
        (_FOUR_P, _FOUR_P),
        (np.array([0.0, 0.0, 0.25, 0.0, 0.75]), np.array([0.1, 0.0, 0.6, 0.3, 0.0])),
        (_MANY_P, _MANY_Q),
    ],
    [
        (
            lambda p, q: (_kl(p, q) + _kl(q, p)) / 2,
            "That is the mean of the two KLs. Here both are measured to the middle m.",
        ),
        (
            lambda p, q: _kl(p, q) + _kl(q, p),
            "That is the sum of the two KLs. Here both are measured to the middle m.",
        ),
        (
            lambda p, q: 2 * js_divergence(p, q),
            "Half of each: the mean of the two divergences.",
        ),
        (lambda p, q: np.sqrt(js_divergence(p, q)), "That is its root, the distance."),
        (
            lambda p, q: _kl((p + q) / 2, p) / 2 + _kl((p + q) / 2, q) / 2,
            "It is D(p‖m) and D(q‖m): m stands second.",
        ),
        (
            lambda p, q: _to_middle(p, q)[0],
            "That is one half of the story: D(q‖m) is missing.",
        ),
        (
            lambda p, q: _to_middle(p, q)[1],
            "That is one half of the story: D(p‖m) is missing.",
        ),
        (
            lambda p, q: (_kl(p, p + q) + _kl(q, p + q)) / 2,
            "The middle is half of the sum: its entries, too, add up to 1.",
        ),
        (
            lambda p, q: (_kl(p, np.sqrt(p * q)) + _kl(q, np.sqrt(p * q))) / 2,
            "The middle is p and q added and halved, not the root of their product.",
        ),
        (
            lambda p, q: (_by_log(p, (p + q) / 2) + _by_log(q, (p + q) / 2)) / 2,
            "0 log 0 counts as 0, but the computer makes it nan: leave it out.",
        ),
        (
            lambda p, q: _entropy((p + q) / 2) - _entropy(p) - _entropy(q),
            "From the entropy of the middle the mean of the two entropies is taken away.",
        ),
        (lambda p, q: js_divergence(p, q, base=2), "In nats, please: the natural logarithm."),
        (lambda p, q: -js_divergence(p, q), "The sign: it is never negative."),
    ],
    wrong=[
        lambda p, q: js_divergence(p, q) * 3 / len(p),
        lambda p, q: sum(_to_middle(p[:3], q[:3])) / 2,
        lambda p, q: sum(_to_middle(p[:2], q[:2])) / 2,
        lambda p, q: np.nan_to_num(
            (_by_log(p, (p + q) / 2) + _by_log(q, (p + q) / 2)) / 2, nan=np.log(2)
        ),
        lambda p, q: max(_to_middle(p, q)),
        lambda p, q: min(_to_middle(p, q)),
        lambda p, q: (_kl((p + q) / 2, p) + _kl(q, (p + q) / 2)) / 2,
        lambda p, q: _kl(p, q),
        lambda p, q: (_entropy(p) + _entropy(q)) / 2,
        lambda p, q: _entropy((p + q) / 2),
        lambda p, q: js_divergence(np.sort(p), np.sort(q)),
        lambda p, q: js_divergence(p, q) / np.log(10),
        lambda p, q: np.log(2) * np.sum(np.abs(p - q)) / 2,
        lambda p, q: np.sum((p - q) ** 2 / (p + q + 1e-300)) / 4,
        lambda p, q: min(js_divergence(p, q), 0.5),
        lambda p, q: round(float(js_divergence(p, q)), 3),
        lambda p, q: _to_middle(p, q),
    ],
    hint="Both are measured against their middle. If you call `kl`: is its exercise done, and "
    "its cell run?",
    section="section 6",
    formula="m = (p + q)/2, then (D(p‖m) + D(q‖m))/2, with 0 log 0 = 0.",
)


def _margins(joint):
    """p(x) as a column, p(y) as a row."""
    return joint.sum(axis=1, keepdims=True), joint.sum(axis=0, keepdims=True)


def _independent(joint):
    """The joint distribution with the same margins whose X and Y know nothing of each other."""
    p_x, p_y = _margins(joint)
    return p_x * p_y


def _mutual(joint):
    return _kl(joint, _independent(joint))


mutual_information = Exercise(
    _mutual,
    [
        (np.array([[0.1, 0.2, 0.05], [0.3, 0.05, 0.3]]),),
        (np.array([[0.4, 0.1], [0.15, 0.35]]),),
        (np.array([[0.0, 0.2, 0.1], [0.25, 0.05, 0.0], [0.1, 0.0, 0.3]]),),
        (np.outer([0.2, 0.5, 0.3], [0.6, 0.4]),),
        (np.array([[0.0, 0.5, 0.0], [0.25, 0.0, 0.0], [0.0, 0.0, 0.25]]),),
        (np.array([[0.0, 0.0], [0.3, 0.1], [0.05, 0.4], [0.15, 0.0]]),),
        (np.array([[0.2, 0.5, 0.3]]),),
        (np.array([[0.2505, 0.2495], [0.2495, 0.2505]]),),
        (np.array([[0.0, 0.6], [0.4, 0.0]]),),
        (_ODD[:35].reshape(7, 5) ** 2 / np.sum(_ODD[:35] ** 2),),
    ],
    [
        (
            lambda joint: _mutual(joint) / np.log(2),
            "In nats, please: the natural logarithm.",
        ),
        (
            lambda joint: np.sum(joint * np.log(joint / _independent(joint))),
            "0 log 0 counts as 0, but the computer makes it nan: leave out where p(x, y) is 0.",
        ),
        (lambda joint: -_mutual(joint), "The sign: p(x, y) stands above, the product below."),
        (
            lambda joint: _kl(_independent(joint), joint),
            "There the product weighs. What is true is the joint distribution.",
        ),
        (
            lambda joint: _entropy(joint),
            "That is the entropy of both together. How much less is it than the two one by one?",
        ),
        (
            lambda joint: _entropy(_independent(joint)),
            "Those are the entropies of X and of Y, added. Both together have less: by how much?",
        ),
        (
            lambda joint: _entropy(_margins(joint)[0]),
            "That is H(X). How much of it does Y tell?",
        ),
        (
            lambda joint: _entropy(_margins(joint)[1]),
            "That is H(Y). How much of it does X tell?",
        ),
        (
            lambda joint: _entropy(joint) - _entropy(_margins(joint)[0]),
            "That is what is left to be learnt of Y once X is known. How much has X told?",
        ),
        (
            lambda joint: _entropy(joint) - _entropy(_margins(joint)[1]),
            "That is what is left to be learnt of X once Y is known. How much has Y told?",
        ),
        (
            lambda joint: np.sum(np.log(joint / _independent(joint))),
            "Each logarithm is weighed by p(x, y).",
        ),
        (
            lambda joint: np.mean(rel_entr(joint, _independent(joint))),
            "Add up; do not divide by the number of cells.",
        ),
        (
            lambda joint: rel_entr(joint, _independent(joint)),
            "Those are the parts, one for each pair. Add them up.",
        ),
        (
            lambda joint: np.sum(np.abs(rel_entr(joint, _independent(joint)))),
            "Single terms may be negative: keep their signs. The sum never is.",
        ),
        (
            lambda joint: _kl(joint, np.full(joint.shape, 1 / joint.size)),
            "That compares with all pairs equally probable. Compare with X and Y independent.",
        ),
        (
            lambda joint: _mutual(joint) / _entropy(joint),
            "That is a share. The mutual information itself is asked for, in nats.",
        ),
    ],
    wrong=[
        lambda joint: _mutual(joint[:2]),
        lambda joint: _mutual(joint[:, :2]),
        lambda joint: _mutual(joint[:2, :2]),
        lambda joint: _mutual(joint[:, :2] / joint[:, :2].sum()),
        lambda joint: np.nan_to_num(np.sum(joint * np.log(joint / _independent(joint)))),
        lambda joint: np.sum(joint * np.log((joint + 1e-3) / (_independent(joint) + 1e-3))),
        lambda joint: np.sum(joint * np.log(np.maximum(joint, 1e-300))),
        lambda joint: _kl(joint, _margins(joint)[0] + _margins(joint)[1]),
        lambda joint: _kl(joint, np.broadcast_to(_margins(joint)[0], joint.shape)),
        lambda joint: _kl(joint, np.broadcast_to(_margins(joint)[1], joint.shape)),
        lambda joint: abs(_entropy(_margins(joint)[0]) - _entropy(_margins(joint)[1])),
        lambda joint: min(_entropy(_margins(joint)[0]), _entropy(_margins(joint)[1])),
        lambda joint: js_divergence(joint.ravel(), _independent(joint).ravel()),
        lambda joint: np.sum((joint - _independent(joint)) ** 2),
        lambda joint: np.sum(np.abs(joint - _independent(joint))),
        lambda joint: _mutual(joint) / np.log(10),
        lambda joint: round(_mutual(joint), 3),
        lambda joint: _mutual(joint) if np.all(joint > 0) else 0.0,
        lambda joint: np.sum(np.diag(rel_entr(joint, _independent(joint)))),
    ],
    hint="How far is the joint distribution from the product of its margins?",
    section="section 6",
    formula="p(x) is the sum over y, p(y) that over x; then Σ p(x, y) log(p(x, y) / (p(x) p(y))), "
    "with 0 log 0 = 0.",
)

_COVARIANCE = np.array([[2.0, 0.5], [0.5, 1.0]])


def _to_standard(mean, covariance):
    return gaussian_kl(mean, covariance, np.zeros(len(mean)), np.eye(len(mean)))


def _parts(mean, covariance):
    """What (B.11) adds up: of the mean, the dimension, the trace and the determinant."""
    log_det = np.linalg.slogdet(covariance)[1]
    return np.array([mean @ mean, -len(mean), np.trace(covariance), -log_det]) / 2


def _weighed(*weights):
    """An answer that counts the parts by other weights than 1."""
    return lambda mean, covariance: _parts(mean, covariance) @ weights


kl_to_standard = Exercise(
    _to_standard,
    [
        (np.array([1.0, -2.0]), np.diag([2.0, 0.25])),
        (np.array([0.0, 1.0]), _COVARIANCE),
        (np.array([0.5, 0.0, 1.0]), np.array([[0.5, 0.2, 0], [0.2, 2, -0.3], [0, -0.3, 1.5]])),
        (np.array([1.0, -2.0]), np.eye(2)),
        (np.zeros(2), np.eye(2)),
        (np.array([0.25]), np.array([[0.0413]])),
        (
            np.array([0.3, -0.1, 0.2, -3.5]),
            np.array([[3.0, -1, 0.5, 0], [-1, 2, 0, 0.3], [0.5, 0, 4, 1], [0, 0.3, 1, 0.75]]),
        ),
        (np.zeros(3), np.diag([0.9, 1.05, 1.1])),
        (
            20 * _ODD[:5],
            30 * (np.outer(_ODD[5:10], _ODD[5:10]) + np.diag(_ODD[:5] ** 2)),
        ),
    ],
    [
        (
            _weighed(1, 0, 1, 1),
            "−d/2 is missing: from N(0, I) to itself the divergence must be 0.",
        ),
        (
            lambda mean, covariance: 2 * _to_standard(mean, covariance),
            "Halve the whole sum.",
        ),
        (
            _weighed(1, 1, 2, 1),
            "The trace is halved, too.",
        ),
        (
            _weighed(1, 1, 1, 2),
            "The logarithm of the determinant is halved, too.",
        ),
        (
            _weighed(2, 1, 1, 1),
            "The mean's part is halved, too.",
        ),
        (
            _weighed(1, 2, 1, 1),
            "The dimension is halved, too.",
        ),
        (
            _weighed(1, 1, 1, -1),
            "The sign of the determinant's part: a narrow Gaussian is far from the standard one.",
        ),
        (
            _weighed(1, -1, 1, 1),
            "The sign of d: from N(0, I) to itself the divergence must be 0.",
        ),
        (
            _weighed(1, 1, 1, 0),
            "The determinant is missing: a narrow Gaussian is far from the standard one.",
        ),
        (
            _weighed(0, 1, 1, 1),
            "The mean is missing: a Gaussian elsewhere is far from the standard one.",
        ),
        (
            _weighed(1, 1, 0, 1),
            "The trace is missing: a wide Gaussian is far from the standard one.",
        ),
        (
            lambda mean, covariance: (
                _parts(mean, covariance) @ [0, 1, 1, 1] + np.linalg.norm(mean) / 2
            ),
            "Square the norm of the mean.",
        ),
        (
            lambda mean, covariance: gaussian_kl(
                np.zeros(len(mean)), np.eye(len(mean)), mean, covariance
            ),
            "That is the other direction, D(N(0, I)‖N(μ, Σ)).",
        ),
        (
            lambda mean, covariance: (
                _parts(mean, covariance) @ [1, 1, 1, 0] - np.linalg.det(covariance) / 2
            ),
            "The determinant stands under a logarithm.",
        ),
        (
            lambda mean, covariance: (
                _parts(mean, covariance) @ [0, 1, 1, 1]
                + mean @ np.linalg.solve(covariance, mean) / 2
            ),
            "The mean's part is measured with the second covariance, and that is I.",
        ),
        (
            lambda mean, covariance: _parts(mean, covariance) @ [1, 1, 0, 1] + covariance.sum() / 2,
            "The trace adds up the diagonal only: `np.trace`.",
        ),
        (
            lambda mean, covariance: (
                _parts(mean, covariance) @ [1, 1, 1, 0] - np.log(np.diag(covariance)).sum() / 2
            ),
            "The determinant is the product of the diagonal only where the covariance is diagonal, "
            "as in a variational autoencoder.",
        ),
        (
            lambda mean, covariance: (
                _parts(mean, covariance) @ [1, 1, 0, 1] + np.trace(covariance @ covariance) / 2
            ),
            "On the diagonal of Σ stand variances already: they are not squared.",
        ),
        (
            lambda mean, covariance: _to_standard(mean, covariance) / np.log(2),
            "In nats: the natural logarithm.",
        ),
        (
            lambda mean, covariance: _to_standard(mean, covariance) + (len(mean) - 1) / 2,
            "−d/2, with d = len(mean), stands in place of −1/2.",
        ),
    ],
    wrong=[
        lambda mean, covariance: _to_standard(mean[:2], covariance[:2, :2]),
        lambda mean, covariance: _to_standard(mean, covariance) + len(mean) / 2 - 1,
        lambda mean, covariance: _to_standard(mean, np.diag(np.diag(covariance))),
        lambda mean, covariance: _to_standard(mean, np.abs(covariance)),
        lambda mean, covariance: _to_standard(mean, np.linalg.inv(covariance)),
        lambda mean, covariance: _to_standard(mean, covariance @ covariance),
        lambda mean, covariance: (
            _parts(mean, covariance) @ [1, 1, 1, 0]
            - np.linalg.slogdet(covariance)[1] / np.log(10) / 2
        ),
        lambda mean, covariance: (
            _parts(mean, covariance) @ [1, 1, 1, 0] - np.log(np.trace(covariance)) / 2
        ),
        lambda mean, covariance: _parts(mean, covariance) @ [0, 1, 1, 1] + np.sum(mean) ** 2 / 2,
        lambda mean, covariance: _parts(mean, covariance) @ [0, 1, 1, 1] + np.mean(mean**2) / 2,
        _weighed(1, 1, -1, 1),
        lambda mean, covariance: -_to_standard(mean, covariance),
        lambda mean, covariance: _to_standard(mean, covariance) / len(mean),
        lambda mean, covariance: max(_to_standard(mean, covariance), 0.1),
        lambda mean, covariance: min(_to_standard(mean, covariance), 5),
        lambda mean, covariance: round(_to_standard(mean, covariance), 3),
        _parts,
        lambda mean, covariance: np.array([_to_standard(mean, covariance)]),
    ],
    hint="(B.11) has four terms. Print each for the input above, and work it out by hand.",
    section="section 8",
    formula="Half of ‖μ‖² − d + tr Σ − log det Σ.",
)


def _loss(logits, label):
    return np.logaddexp.reduce(logits) - logits[label]


def _softmax(logits):
    return np.exp(logits - logits.max()) / np.exp(logits - logits.max()).sum()


softmax_loss = Exercise(
    _loss,
    [
        (np.array([2.0, 0.0, -1.0]), 0),
        (np.array([0.5, 1.5, 3.0]), 1),
        (np.array([1000.0, 0.0, -1000.0]), 0),
        (np.array([1000.0, 0.0, -1000.0]), 1),
        (np.array([-1.25, 0.75, 2, -0.5]), 3),
        (np.array([0.3, -0.4]), 1),
        (np.array([-20_000.0, -20_001.5, -20_000.25, -20_003, -20_002]), 2),
        (np.array([20_000.0, 20_001.5, 19_998]), 2),
        (np.array([-1.0, -2.5, -0.5]), 0),
        (np.array([4.5]), 0),
        (np.array([5.0, 0.2]), 0),
        (np.array([-1500.0, -700]), 0),
        (3 * _ODD[:9], 8),
        (3 * _ODD[:9], 5),
    ],
    [
        (
            lambda logits, label: -np.log(np.exp(logits)[label] / np.exp(logits).sum()),
            "Right for small logits; exp(1000) overflows. Subtract the largest logit first.",
        ),
        (
            lambda logits, label: -np.log(_softmax(logits)[label]),
            "Right while numbers last: exp(−1000) is 0, exp(1000) infinite. Take the logarithm by "
            "hand, log exp z is z, and of the sum that is left take the largest logit out.",
        ),
        *(
            (
                lambda logits, label, tiny=tiny: -np.log(_softmax(logits)[label] + tiny),
                "A small number inside the logarithm hides the underflow: the loss stops growing. "
                "Take the logarithm by hand, log exp z is z.",
            )
            for tiny in _TINY
        ),
        (
            lambda logits, label: -logits[label] + np.log(np.exp(logits).sum()),
            "Right for small logits; exp(1000) overflows in the sum. Take the largest logit out of "
            "it, as in chapter 5, section 6.",
        ),
        (
            lambda logits, label: -logits[label] + np.log(np.exp(logits - logits.max()).sum()),
            "The largest logit, taken out of the sum, must be added to its logarithm again.",
        ),
        (lambda logits, label: _loss(logits, label) / np.log(2), "In nats: the natural logarithm."),
        (
            lambda logits, label: _loss(logits, label) / np.log(10),
            "In nats: the natural logarithm.",
        ),
        (lambda logits, label: -_loss(logits, label), "The sign: the loss is −log q."),
        (
            lambda logits, label: np.exp(-_loss(logits, label)),
            "That is the probability of the label. Its surprise is asked for: −log.",
        ),
        (
            lambda logits, label: 1 - np.exp(-_loss(logits, label)),
            "That is how probable it is to be wrong. The surprise of the label is asked for: −log.",
        ),
        (
            lambda logits, label: -logits[label],
            "The logits are not logarithms of probabilities yet.",
        ),
        (
            lambda logits, label: np.logaddexp.reduce(logits),
            "That is what all logits share. The label's own belongs in.",
        ),
        (
            lambda logits, label: logits.max() - logits[label],
            "That is how far the label lies behind the first. The others count in the sum, too.",
        ),
        (
            lambda logits, label: _loss(logits, logits.argmax()),
            "That is the loss of the likeliest class. Asked for is that of the label.",
        ),
        (
            lambda logits, label: np.logaddexp.reduce(logits) - logits,
            "Those are the losses of all classes. Which one is the label?",
        ),
        (
            lambda logits, label: _entropy(_softmax(logits)),
            "That is the entropy of the softmax. The surprise of one class is asked for.",
        ),
    ],
    wrong=[
        lambda logits, label: _loss(np.clip(logits, -700, 700), label),
        lambda logits, label: -np.log(np.clip(_softmax(logits)[label], 1e-15, 1)),
        lambda logits, label: np.nan_to_num(-np.log(_softmax(logits)[label])),
        lambda logits, label: min(_loss(logits, label), 700),
        lambda logits, label: float(
            np.log(np.sum(np.exp(logits.astype(np.longdouble)))) - logits[label]
        ),
        lambda logits, label: logits[0] - logits[label] + np.log(np.exp(logits - logits[0]).sum()),
        lambda logits, label: (
            logits.min() - logits[label] + np.log(np.exp(logits - logits.min()).sum())
        ),
        lambda logits, label: np.log(np.exp(logits - logits[label]).sum()),
        lambda logits, label: _loss(logits[:3], label) if label < 3 else 0.0,
        lambda logits, label: _loss(logits, min(label, 1)),
        lambda logits, label: _loss(logits, label - 1),
        lambda logits, label: _loss(np.abs(logits), label),
        lambda logits, label: _loss(np.maximum(logits, 0), label),
        lambda logits, label: _loss(np.sort(logits), label),
        lambda logits, label: _loss(logits, label) / len(logits),
        lambda logits, label: _loss(logits, label) - np.log(len(logits)),
        lambda logits, label: round(_loss(logits, label), 3),
        lambda logits, label: np.log1p(np.exp(-logits[label])),
        lambda logits, label: np.sum((_softmax(logits) - np.eye(len(logits))[label]) ** 2),
        lambda logits, label: np.array([_loss(logits, label)]),
    ],
    hint="What is the logarithm of a softmax's entry, before anything is exponentiated?",
    section="section 10",
    formula="−z_label + log Σ exp z, the sum by log-sum-exp.",
)


def _classes(x, z, K):
    """Of each class its share and its mean."""
    count = np.bincount(z, minlength=K)
    return count / len(x), np.eye(K)[z].T @ x / count[:, None]


def _own(x, z, K):
    """Of each class its own covariance."""
    return np.array([np.cov(x[z == k].T, bias=True) for k in range(K)])


def _common(x, z, K):
    """One covariance for all classes: of the points around their own class's mean."""
    off = x - _classes(x, z, K)[1][z]
    return off.T @ off / len(x)


def _rule(x, z, K, covariances=None, of_shares=1.0, of_square=0.5):
    """W and b of the logits. What is given in other ways than asked for makes a mistake."""
    shares, means = _classes(x, z, K)
    covariances = _common(x, z, K) if covariances is None else covariances
    W = np.linalg.solve(covariances, means[..., None])[..., 0]
    return W, of_shares * np.log(shares) - of_square * np.sum(W * means, axis=1)


def _mean_loss(logits, z):
    return np.mean(np.logaddexp.reduce(logits, axis=1) - logits[np.arange(len(z)), z])


def _too_much(logits, z):
    """q − p of each point."""
    q = np.exp(logits - np.logaddexp.reduce(logits, axis=1, keepdims=True))
    return q - np.eye(logits.shape[1])[z]


def _train(x, z, rule, rate, of_W=1.0, of_b=1.0, loss=_mean_loss, slope=_too_much):
    """The loss before and after one step."""
    W, b = rule
    before = x @ W.T + b
    away = slope(before, z)
    W = W - of_W * rate * away.T @ x / len(x)
    b = b - of_b * rate * away.mean(axis=0)
    return np.array([loss(before, z), loss(x @ W.T + b, z)])


def _farewell(x, z, K, rate):
    return _train(x, z, _rule(x, z, K), rate)


def _farewell_by(rule=_rule, **changes):
    """The same with another rule, or another step."""
    return lambda x, z, K, rate: _train(x, z, rule(x, z, K), rate, **changes)


def _farewell_with(covariances, **changes):
    """The same with other covariances."""
    return _farewell_by(lambda x, z, K: _rule(x, z, K, covariances(x, z, K), **changes))


def _bare(logits):
    """The softmax of each row as it stands: it overflows."""
    return np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)


def _shifted(logits):
    """With the largest taken out; but it underflows."""
    return _bare(logits - logits.max(axis=1, keepdims=True))


def _loss_of(softmax):
    """The logarithm comes last."""
    return lambda logits, z: -np.mean(np.log(softmax(logits)[np.arange(len(z)), z]))


_TWO = np.array(
    [[1.0, 0.5], [2, 3], [0, -1], [-1, 2], [3, 1.5], [1.5, -2], [-2, 0], [2.5, 0], [0.5, 1]]
)
_OF_TWO = np.array([0, 1, 0, 0, 1, 0, 0, 1, 0])
_THREE = np.array(
    [
        [0.5, 1, -1],
        [3, 0, 2],
        [-1, 2, 0.5],
        [2, 2.5, 1],
        [0, -2, 1.5],
        [1, 1, 3],
        [-2, 0, -0.5],
        [2, -1, 0],
        [1.5, 3, -1.5],
        [-0.5, -1, -2],
        [4, 1.5, 0.25],
        [1, -3, 0.5],
        [2.5, 1, -0.75],
    ]
)
_OF_THREE = np.array([2, 1, 0, 1, 2, 2, 0, 2, 0, 0, 1, 2, 1])
farewell = Exercise(
    _farewell,
    [
        (_TWO, _OF_TWO, 2, 0.5),
        (_THREE, _OF_THREE, 3, 0.1),
        (_TWO, _OF_TWO, 2, 0.0),
        (_TWO + np.array([40.0, -30]), np.array([2, 1, 0, 2, 1, 0, 2, 1, 1]), 3, 0.01),
        (5 * _ODD[:36].reshape(9, 4), np.array([1, 0, 0, 1, 0, 1, 0, 0, 1]), 2, 0.0125),
        (20 * _TWO, _OF_TWO, 2, 40.0),
        (_THREE[:, :2], np.array([3, 1, 0, 1, 2, 2, 0, 1, 0, 0, 1, 2, 1]), 4, 0.2),
    ],
    [
        (
            _farewell_with(_own),
            "Each class has its own covariance there. One is asked for, common to all.",
        ),
        (
            _farewell_with(lambda x, z, K: np.cov(x.T, bias=True)),
            "The deviations are measured from the mean of the own class, not from that of all.",
        ),
        (
            _farewell_with(lambda x, z, K: _common(x, z, K) * len(x) / (len(x) - 1)),
            "The covariance is the mean over all n points: n in the denominator.",
        ),
        (
            _farewell_with(lambda x, z, K: _common(x, z, K) * len(x) / (len(x) - K)),
            "The covariance is the mean over all n points: n in the denominator.",
        ),
        (
            _farewell_with(lambda x, z, K: _common(x, z, K) * len(x)),
            "The covariance is the mean over all n points: n in the denominator.",
        ),
        (
            _farewell_with(lambda x, z, K: _own(x, z, K).mean(axis=0)),
            "That is the mean of the classes' covariances. A class with more points counts more.",
        ),
        (
            _farewell_with(lambda x, z, K: np.diag(np.diag(_common(x, z, K)))),
            "That takes the coordinates for independent: the entries beside the diagonal belong "
            "in.",
        ),
        (
            _farewell_with(lambda x, z, K: np.linalg.inv(_common(x, z, K))),
            "The rows of W are S⁻¹ μ_k, not S μ_k.",
        ),
        (
            _farewell_with(lambda x, z, K: np.eye(x.shape[1])),
            "S plays no part yet: the rows of W are S⁻¹ μ_k.",
        ),
        (
            _farewell_by(lambda x, z, K: (_rule(x, z, K)[0].T, _rule(x, z, K)[1])),
            "W has one row for each class: for all points at once it is `x @ W.T`.",
        ),
        (
            _farewell_by(lambda x, z, K: _rule(x, z, K, of_shares=0)),
            "The shares are missing in b: a rare class is a less likely one.",
        ),
        (
            _farewell_by(lambda x, z, K: _rule(x, z, K, of_square=1)),
            "In b the square of the mean is halved.",
        ),
        (
            _farewell_by(lambda x, z, K: _rule(x, z, K, of_square=0)),
            "In b the square of the mean is missing: from far out a class would seem near.",
        ),
        (
            _farewell_by(lambda x, z, K: _rule(x, z, K, of_square=-0.5)),
            "The sign of the square in b: it is taken away.",
        ),
        (
            lambda x, z, K, rate: _farewell(x, z, K, rate) / np.log(2),
            "In nats, please: the natural logarithm.",
        ),
        (
            lambda x, z, K, rate: _farewell(x, z, K, rate) * len(x),
            "Those are sums over all points. The mean loss is asked for.",
        ),
        (
            lambda x, z, K, rate: -_farewell(x, z, K, rate),
            "The sign: the loss is −log q.",
        ),
        (
            lambda x, z, K, rate: _farewell(x, z, K, len(x) * rate),
            "The step is too long: the gradient of a mean is a mean, not a sum.",
        ),
        (
            lambda x, z, K, rate: _farewell(x, z, K, -rate),
            "That goes uphill: the step is against the gradient.",
        ),
        (
            _farewell_by(of_b=0.0),
            "b stays where it was. It has its own step.",
        ),
        (
            _farewell_by(of_W=0.0),
            "W stays where it was. It has its own step.",
        ),
        (
            _farewell_by(slope=lambda logits, z: _shifted(logits)),
            "The gradient holds what is too much: of q the truth is taken away, 1 for the class "
            "that came.",
        ),
        (
            lambda x, z, K, rate: _farewell(x, z, K, rate)[1],
            "That is the loss after the step. The one before it is asked for as well.",
        ),
        (
            lambda x, z, K, rate: _farewell(x, z, K, rate)[0],
            "That is the loss before the step. The one after it is asked for as well.",
        ),
        (
            lambda x, z, K, rate: _farewell(x, z, K, rate)[::-1],
            "First the loss before the step, then the one after it.",
        ),
        (
            lambda x, z, K, rate: _farewell(x, z, K, 0),
            "Twice the same loss. Has the step been taken before the second?",
        ),
        (
            _farewell_by(
                loss=_loss_of(_bare),
                slope=lambda logits, z: _bare(logits) - np.eye(logits.shape[1])[z],
            ),
            "Far out exp overflows: take the largest logit out, or stay with logarithms.",
        ),
        (
            _farewell_by(loss=_loss_of(_shifted)),
            "A q that underflows to 0 has no logarithm: take the logarithm by hand, as for "
            "`softmax_loss`.",
        ),
    ],
    wrong=[
        _farewell_by(loss=lambda logits, z: np.mean(1 - _shifted(logits)[np.arange(len(z)), z])),
        _farewell_by(loss=lambda logits, z: np.mean(logits.argmax(axis=1) != z)),
        _farewell_by(
            loss=lambda logits, z: -np.log(np.mean(_shifted(logits)[np.arange(len(z)), z]))
        ),
        _farewell_by(
            loss=lambda logits, z: -np.mean(np.log(_shifted(logits)[np.arange(len(z)), z] + 1e-12))
        ),
        _farewell_by(
            loss=lambda logits, z: np.mean(np.logaddexp.reduce(logits, axis=1) - logits[:, 0])
        ),
        _farewell_by(loss=lambda logits, z: np.logaddexp.reduce(logits[0]) - logits[0, z[0]]),
        _farewell_by(loss=lambda logits, z: _mean_loss(np.clip(logits, -500, 500), z)),
        _farewell_by(slope=lambda logits, z: _too_much(logits, z) * len(np.unique(z))),
        _farewell_by(slope=lambda logits, z: np.sign(_too_much(logits, z))),
        _farewell_by(
            slope=lambda logits, z: (
                np.eye(logits.shape[1])[logits.argmax(axis=1)] - np.eye(logits.shape[1])[z]
            )
        ),
        _farewell_by(of_W=2.0, of_b=2.0),
        _farewell_by(of_W=0.5),
        lambda x, z, K, rate: _farewell(x, z, K, 0.1),
        lambda x, z, K, rate: _farewell(x, z, K, 1.0),
        lambda x, z, K, rate: _farewell(x, z, 2, rate),
        lambda x, z, K, rate: _farewell(x[:, :2], z, K, rate),
        lambda x, z, K, rate: _farewell(x, np.sort(z), K, rate),
        lambda x, z, K, rate: _farewell(np.abs(x), z, K, rate),
        lambda x, z, K, rate: _farewell(x - x.mean(axis=0), z, K, rate),
        lambda x, z, K, rate: np.round(_farewell(x, z, K, rate), 3),
        lambda x, z, K, rate: np.minimum(_farewell(x, z, K, rate), 5),
        lambda x, z, K, rate: np.diff(_farewell(x, z, K, rate)),
        lambda x, z, K, rate: _farewell(x, z, K, rate)[:, None],
        _farewell_with(lambda x, z, K: _common(x, z, K) + 0.01 * np.eye(x.shape[1])),
        _farewell_with(lambda x, z, K: _common(x, z, K) @ _common(x, z, K)),
        _farewell_with(lambda x, z, K: _own(x, z, K)[0]),
        _farewell_with(lambda x, z, K: np.abs(_common(x, z, K))),
        _farewell_by(
            lambda x, z, K: (
                _rule(x, z, K)[0],
                _rule(x, z, K, of_shares=0)[1] + np.log2(_classes(x, z, K)[0]),
            )
        ),
        _farewell_by(
            lambda x, z, K: (
                _rule(x, z, K)[0],
                _rule(x, z, K, of_shares=0)[1] + _classes(x, z, K)[0],
            )
        ),
        _farewell_by(
            lambda x, z, K: (
                _rule(x, z, K)[0],
                _rule(x, z, K, of_square=0)[1] - np.sum(_classes(x, z, K)[1] ** 2, axis=1) / 2,
            )
        ),
        _farewell_by(lambda x, z, K: (np.zeros((K, x.shape[1])), np.zeros(K))),
    ],
    hint="Print each in its turn: the shares, S, W and b; then the logits of one point, and its "
    "loss.",
    section="section 10",
    formula="With S the mean of (xₙ − μ_z)(xₙ − μ_z)ᵀ: W_k = S⁻¹μ_k, b_k = log φ_k − μ_kᵀS⁻¹μ_k/2; "
    "the loss is log Σ exp a − a_z; the step takes away rate · mean of (q − p)xᵀ, and of q − p.",
)
