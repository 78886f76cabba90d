"""The exercises of chapter 6, in its order."""

import numpy as np
from scipy.special import entr, rel_entr, xlogy

from tangible.entropy import gaussian_kl, js_divergence
from tangible.teach import Exercise

_P = np.array([0.5, 0.25, 0.25])
_Q = np.array([0.2, 0.2, 0.6])
_ZERO = np.array([0.5, 0.5, 0.0])

entropy_in_bits = Exercise(
    lambda p: entr(p).sum() / np.log(2),
    [(_Q,), (_P,), (_ZERO,), (np.array([1.0, 0.0]),)],
    [
        (lambda p: entr(p).sum(), "Those are nats. For bits take `np.log2`, or divide by log 2."),
        (
            lambda p: -np.sum(p * np.log2(p)),
            "0 log 0 counts as 0, but the computer makes it nan: leave out where p is 0.",
        ),
        (lambda p: -entr(p).sum() / np.log(2), "The sign: surprise, −log p, is not negative."),
        (
            lambda p: -np.sum(np.log2(p[p > 0])),
            "Each surprise counts as often as it comes: weigh it by p.",
        ),
        (
            lambda p: np.mean(entr(p)) / np.log(2),
            "Add up; do not divide by the number of outcomes.",
        ),
        (
            lambda p: entr(p)[0] / np.log(2),
            "That is the first outcome's part. Does `return` stand inside the loop?",
        ),
    ],
    hint="The mean of the surprises, over the outcomes that occur.",
    section="section 1",
    formula="H = −Σ p log₂ p, over the outcomes with p > 0.",
)

cross_entropy_of_two = Exercise(
    lambda p, q: -xlogy(p, q).sum(),
    [(_P, _Q), (_Q, _P), (_ZERO, _P)],
    [
        (
            lambda p, q: -xlogy(q, p).sum(),
            "That is H(q, p). What is true, p, weighs; what is expected, q, is in the logarithm.",
        ),
        (lambda p, q: rel_entr(p, q).sum(), "That is D(p‖q). It lacks H(p)."),
        (lambda p, q: entr(p).sum(), "That is H(p): q plays no part in it."),
        (lambda p, q: xlogy(p, q).sum(), "The sign: surprise is −log q."),
        (lambda p, q: -xlogy(p, q).sum() / np.log(2), "In nats, please: the natural logarithm."),
    ],
    hint="Which of the two says how often, and which how surprising?",
    section="section 2",
    formula="H(p, q) = −Σ p log q.",
)

kl = Exercise(
    lambda p, q: rel_entr(p, q).sum(),
    [(_P, _Q), (_Q, _P), (_ZERO, _P), (_P, _ZERO), (_ZERO, np.array([0.2, 0.8, 0.0]))],
    [
        (
            lambda p, q: rel_entr(q, p).sum(),
            "That is D(q‖p). It is not symmetric.",
        ),
        (lambda p, q: -rel_entr(p, q).sum(), "The sign: it is p log(p/q), not p log(q/p)."),
        (lambda p, q: -xlogy(p, q).sum(), "That is the cross entropy. Take H(p) away."),
        (
            lambda p, q: np.sum(p * np.log(p / q)),
            "Right where no p is 0. 0 log 0 counts as 0: add up where p > 0 only.",
        ),
        (
            lambda p, q: np.sum(np.log(p / q)),
            "Each term is weighed by p.",
        ),
        (
            lambda p, q: rel_entr(p, q)[(p > 0) & (q > 0)].sum(),
            "Where q is 0 and p is not, the divergence is infinite: leave out only where p is 0.",
        ),
        (
            lambda p, q: np.inf if np.any(q == 0) else rel_entr(p, q).sum(),
            "A q of 0 does no harm where p is 0 too.",
        ),
        (lambda p, q: rel_entr(p, q).sum() / np.log(2), "In nats, please: the natural logarithm."),
    ],
    hint="What does an outcome cost that never comes? And one that q held impossible?",
    section="section 3",
    formula="D(p‖q) = Σ p log(p/q) over the outcomes with p > 0; infinite where q is 0 there.",
)

_STATEMENTS = np.array([True, True, False, False])
properties_of_kl = Exercise(
    _STATEMENTS,
    mistakes=[
        (np.array([True, True, True, False]), "Try p = (0.5, 0.5) and q = (0.9, 0.1) both ways."),
        (np.array([True, True, False, True]), "Try (0.9, 0.1), (0.5, 0.5), (0.1, 0.9)."),
        (
            np.array([True, True, True, True]),
            "With all four it would be a distance. Try (0.9, 0.1), (0.5, 0.5), (0.1, 0.9).",
        ),
        (
            np.array([True, False, False, False]),
            "Gibbs' inequality is strict where p and q differ.",
        ),
    ],
    hint="What holds for all p, q and r? For the triangle see section 6, too.",
    section="section 4",
    formula="Try (0.5, 0.5) and (0.9, 0.1) both ways, then (0.9, 0.1), (0.5, 0.5), (0.1, 0.9).",
)

js = Exercise(
    lambda p, q: js_divergence(p, q),
    [(_P, _Q), (_ZERO, _P), (np.array([1.0, 0.0]), np.array([0.0, 1.0]))],
    [
        (
            lambda p, q: (rel_entr(p, q).sum() + rel_entr(q, p).sum()) / 2,
            "That is the mean of the two KLs. Here both are measured to the middle m.",
        ),
        (
            lambda p, q: 2 * js_divergence(p, q),
            "Half of each: the mean of the two divergences.",
        ),
        (lambda p, q: np.sqrt(js_divergence(p, q)), "That is its root, the distance."),
        (
            lambda p, q: rel_entr((p + q) / 2, p).sum() / 2 + rel_entr((p + q) / 2, q).sum() / 2,
            "It is D(p‖m) and D(q‖m): m stands second.",
        ),
        (
            lambda p, q: rel_entr(p, (p + q) / 2).sum(),
            "That is one half of the story: D(q‖m) is missing.",
        ),
        (lambda p, q: js_divergence(p, q, base=2), "In nats, please: the natural logarithm."),
    ],
    hint="Both are measured against their middle. If you call `kl`: is exercise 3 done, and its "
    "cell run?",
    section="section 6",
    formula="m = (p + q)/2, then (D(p‖m) + D(q‖m))/2, with 0 log 0 = 0.",
)

_COVARIANCE = np.array([[2.0, 0.5], [0.5, 1.0]])


def _to_standard(mean, covariance):
    return gaussian_kl(mean, covariance, np.zeros(len(mean)), np.eye(len(mean)))


kl_to_standard = Exercise(
    _to_standard,
    [
        (np.array([1.0, -2.0]), np.eye(2)),
        (np.array([0.0, 1.0]), _COVARIANCE),
        (np.array([0.5, 0.0, 1.0]), np.diag([0.5, 2.0, 1.0])),
    ],
    [
        (
            lambda mean, covariance: _to_standard(mean, covariance) + len(mean) / 2,
            "−d/2 is missing: from N(0, I) to itself the divergence must be 0.",
        ),
        (
            lambda mean, covariance: 2 * _to_standard(mean, covariance),
            "Halve the whole sum.",
        ),
        (
            lambda mean, covariance: (
                _to_standard(mean, covariance) + np.log(np.linalg.det(covariance))
            ),
            "The sign of the determinant's part: a narrow Gaussian is far from the standard one.",
        ),
        (
            lambda mean, covariance: (
                _to_standard(mean, covariance) + np.linalg.norm(mean) / 2 - mean @ mean / 2
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
                _to_standard(mean, covariance)
                + (np.log(np.linalg.det(covariance)) - np.linalg.det(covariance)) / 2
            ),
            "The determinant stands under a logarithm.",
        ),
        (
            lambda mean, covariance: (
                _to_standard(mean, covariance)
                + (mean @ np.linalg.solve(covariance, mean) - mean @ mean) / 2
            ),
            "The mean's part is measured with the second covariance, and that is I.",
        ),
        (
            lambda mean, covariance: (
                _to_standard(mean, covariance) + (covariance.sum() - np.trace(covariance)) / 2
            ),
            "The trace adds up the diagonal only: `np.trace`.",
        ),
        (
            lambda mean, covariance: (
                _to_standard(mean, covariance)
                + (np.linalg.slogdet(covariance)[1] - np.log(np.diag(covariance)).sum()) / 2
            ),
            "The determinant is the product of the diagonal only where the covariance is diagonal, "
            "as in a variational autoencoder.",
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
    hint="(B.11) has four terms. Print each for the input above, and work it out by hand.",
    section="section 8",
    formula="Half of ‖μ‖² − d + tr Σ − log det Σ.",
)


def _loss(logits, label):
    return -(logits - logits.max())[label] + np.log(np.exp(logits - logits.max()).sum())


softmax_loss = Exercise(
    _loss,
    [
        (np.array([2.0, 0.0, -1.0]), 0),
        (np.array([0.5, 1.5, 3.0]), 1),
        (np.array([1000.0, 0.0, -1000.0]), 0),
        (np.array([1000.0, 0.0, -1000.0]), 1),
    ],
    [
        (
            lambda logits, label: -np.log(np.exp(logits)[label] / np.exp(logits).sum()),
            "Right for small logits; exp(1000) overflows. Subtract the largest logit first.",
        ),
        (
            lambda logits, label: (
                -np.log(np.exp(logits - logits.max())[label] / np.exp(logits - logits.max()).sum())
            ),
            "Right while numbers last: exp(−1000) is 0, exp(1000) infinite. Take the logarithm by "
            "hand, log exp z is z, and of the sum that is left take the largest logit out.",
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
        (lambda logits, label: -_loss(logits, label), "The sign: the loss is −log q."),
        (
            lambda logits, label: np.exp(-_loss(logits, label)),
            "That is the probability of the label. Its surprise is asked for: −log.",
        ),
        (
            lambda logits, label: -logits[label],
            "The logits are not logarithms of probabilities yet.",
        ),
    ],
    hint="What is the logarithm of a softmax's entry, before anything is exponentiated?",
    section="section 10",
    formula="−z_label + log Σ exp z, the sum by log-sum-exp.",
)
