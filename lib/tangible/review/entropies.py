"""Tasks from chapter 6."""

import numpy as np

from tangible import Stage, live, marks
from tangible.review.task import Setting, number, question, some, task


def bits(p):
    """Entropy of a distribution, in bits."""
    p = np.asarray(p, float)
    return float(-np.sum(p[p > 0] * np.log2(p[p > 0])))


def fractions(powers):
    """Probabilities 2⁻ᵏ as text."""
    return ", ".join("1" if k == 0 else f"1/{2**k}" for k in powers)


SPLITS = [[1, 2, 2], [1, 2, 3, 3], [2, 2, 2, 2], [1, 1], [2, 2, 2, 3, 3], [1, 3, 3, 3, 3]]


@task("1. Entropy")
def entropy_of(rng):
    """An entropy by hand."""
    powers = SPLITS[some(rng, 0, len(SPLITS) - 1)]
    powers = [powers[k] for k in rng.permutation(len(powers))]
    p = 0.5 ** np.array(powers, float)
    answer = bits(p)
    return question(
        rng,
        f"Outcomes have the probabilities {fractions(powers)}. What is the entropy, in bits?",
        number(answer, 4),
        {
            number(answer * np.log(2), 4): "That is in nats.",
            number(float(np.log2(len(p))), 4): "So it would be if all were equally likely.",
            number(float(np.mean(powers)), 4): "Each surprise counts as often as it comes.",
            number(float(sum(powers)), 4): "Each surprise counts as often as it comes.",
            number(answer + 0.5, 4): "Add p · log₂(1/p) once more.",
            number(answer - 0.25, 4): "Add p · log₂(1/p) once more.",
        },
        f"The surprises are {', '.join(map(str, powers))} bits, each times its probability.",
        p=p,
    )


@task("1. Entropy")
def coin_of_entropy(rng):
    """A coin with a given entropy."""
    k = some(rng, 2, 22)  # p = k/50, below a half
    target = bits([k / 50, 1 - k / 50])
    ps = np.linspace(0, 1, 201)
    plane = Stage(
        xlim=(0, 1), ylim=(0, 1.1), xlabel="p", ylabel="surprise, times p (bits)", width=460,
        height=300,
    )  # fmt: skip

    @live(plane, p=(0.02, 0.98, 0.02))
    def coin_parts(ax, p=0.5):
        """What heads and tails of a coin give to its entropy, as two curves and two points."""
        safe = np.clip(ps, 1e-12, 1)
        marks.curve(ax, ps, -safe * np.log2(safe), width=1.4)
        names = ("", "heads and tails") if abs(p - 0.5) < 0.07 else ("heads", "tails")
        for share, name in zip((p, 1 - p), names, strict=True):
            marks.point(ax, (share, -share * np.log2(share)), label=name)
        heads, tails = (-share * np.log2(share) for share in (p, 1 - p))
        return f"p = {p:.2f}: heads give {heads:.3f}, tails {tails:.3f}"

    return Setting(
        coin_parts,
        f"find a coin with an entropy of {target:.3f} bits.",
        lambda p: abs(bits([p, 1 - p]) - target) < 0.002,
        {"p": k / 50},
        f"Two coins have it, p = {number(k / 50)} and p = {number(1 - k / 50)}.",
        {"target": target},
    )


@task("2. Cross entropy")
def wrong_code(rng):
    """The length of messages with another's code."""
    size = some(rng, 3, 4)
    powers = {3: [1, 2, 2], 4: [1, 2, 3, 3]}[size]
    mine = [powers[k] for k in rng.permutation(size)]
    theirs = [powers[k] for k in rng.permutation(size)]
    p = 0.5 ** np.array(mine, float)
    answer = float(p @ theirs)
    own = bits(p)
    return question(
        rng,
        f"Outcomes come with the probabilities {fractions(mine)}. You believe in "
        f"{fractions(theirs)}, in the same order. How many bits does your code need on average?",
        number(answer, 4),
        {
            number(own, 4): "That is the entropy, with the right belief.",
            number(answer - own, 4): "That is the surplus, the relative entropy.",
            number(float(0.5 ** np.array(theirs, float) @ mine), 4): "The truth says how often.",
            number(float(np.mean(theirs)), 4): "Each length counts as often as it is needed.",
            number(answer + 0.5, 4): "Add p · log₂(1/q) once more.",
            number(answer + 0.25, 4): "Add p · log₂(1/q) once more.",
        },
        f"The belief gives the lengths {', '.join(map(str, theirs))}; the truth, how often each.",
        p=p,
        lengths=theirs,
    )


@task("3. Relative entropy")
def surplus(rng):
    """A relative entropy between two coins."""
    p = float(rng.choice([0.5, 1.0]))
    power = some(rng, 2, 5)
    q = 0.5**power
    answer = 0.5 * np.log2(0.5 / q) + 0.5 * np.log2(0.5 / (1 - q)) if p == 0.5 else float(power)
    entropy = 1.0 if p == 0.5 else 0.0
    return question(
        rng,
        f"A coin shows heads with probability {number(p)}; you believe in 1/{2**power}. How many "
        "bits do you pay too much for each throw?",
        number(answer),
        {
            number(answer + entropy): "That is all you pay; a part of it, nobody can save.",
            number(-answer): "A wrong belief never pays.",
            number(entropy): "That is the entropy, which everybody pays.",
            number(float(power - 1)): "Both sides of the coin count.",
            "∞": "Only if what happens was held impossible.",
            number(answer / 2): "Σ p log₂(p/q), over both sides.",
        },
        "Σ p log₂(p/q): what the wrong belief costs beyond the entropy.",
        p=p,
        q=q,
    )


@task("6. Jensen-Shannon")
def shared(rng):
    """The mutual information of two bits."""
    kind = str(rng.choice(["the same coin", "two coins", "noise"]))
    noise = some(rng, 1, 4) / 10
    told = {
        "the same coin": (0.0, "y is always x"),
        "two coins": (0.5, "y is a coin of its own"),
        "noise": (noise, f"y is x, but in {number(100 * noise)} % of all cases the other side"),
    }
    flip, words = told[kind]
    answer = 1 - bits([flip, 1 - flip])
    return question(
        rng,
        f"x is a fair coin, and {words}. How many bits does y tell of x?",
        number(answer),
        {
            number(1 - answer): "That is what remains unknown.",
            number(2 - answer): "That is the joint entropy.",
            number(1 - flip): "Bits, not how often it is right.",
            number(answer / 2): "The whole of H(x), less what is left when y is known.",
            "2": "x has one bit; nobody can tell more of it.",
        },
        f"H(x) = 1, and {number(1 - answer)} of it is left when y is known.",
        flip=flip,
    )


@task("8. From one normal distribution to another")
def between_normals(rng):
    """The relative entropy of two shifted normals."""
    m, n = rng.choice(range(-4, 5), 2, replace=False)
    std = some(rng, 1, 4)
    answer = float((m - n) ** 2 / (2 * std**2))
    return question(
        rng,
        f"Two normal distributions have the standard deviation {std} and the means {number(m)} and "
        f"{number(n)}. What is the relative entropy between them, in nats?",
        number(answer),
        {
            number(2 * answer): "The half from the exponent is missing.",
            number(abs(float(m - n)) / std): "That is the distance in standard deviations.",
            number(float((m - n) ** 2 / 2)): "The distance counts in standard deviations.",
            number(answer / np.log(2)): "That is in bits.",
        },
        "(μ₁ − μ₂)²/(2σ²): half the squared distance in standard deviations.",
        m=m,
        n=n,
        std=std,
    )


@task("10. Why deep learning minimises it")
def price(rng):
    """The loss of a classifier for one example."""
    chance = [some(rng, 1, 6) for _ in range(3)]
    total = sum(chance)
    right = some(rng, 0, 2)
    p = np.array(chance) / total
    answer = float(-np.log(p[right]))
    told = ", ".join(f"{one}/{total}" for one in chance)
    return question(
        rng,
        f"A classifier gives three classes the probabilities {told}; the "
        f"{['first', 'second', 'third'][right]} is the right one. What is its loss, in nats?",
        number(answer),
        {
            number(-answer): "A loss is positive: −log p.",
            number(1 - float(p[right])): "The log of the probability, not its complement.",
            number(answer / np.log(2)): "That is in bits.",
            number(float(-np.sum(p * np.log(p)))): "That is the entropy; the truth is one class.",
        },
        f"The truth gives one class all, so the cross entropy is −log {chance[right]}/{total}.",
        p=p,
        right=right,
    )
