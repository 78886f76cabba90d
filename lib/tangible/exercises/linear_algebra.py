"""The exercises of chapter 1, in its order."""

import numpy as np

from tangible.linear_algebra import angle, norm
from tangible.teach import Exercise

shape_of_a_batch = Exercise(
    (32, 28, 36, 3),
    mistakes=[
        ((32, 36, 28, 3), "Rows come before columns, as in a matrix."),
        ((28, 36, 3), "That is one photograph. What says which of the 32 it is?"),
        ((28, 36, 3, 32), "The order asked for begins with the photograph."),
        ((32, 3, 28, 36), "That is PyTorch's order. Here the colour comes last."),
        ((3, 32, 28, 36), "The order asked for is photograph, row, column, colour."),
        ((32, 28, 36), "Each pixel holds three numbers, one for each colour."),
        (
            32 * 28 * 36 * 3,
            "That is how many numbers there are. A shape says how they are arranged.",
        ),
    ],
    wrong=[
        (32, 28, 36, 4),
        (28, 32, 36, 3),
        (32, 28 * 36, 3),
        [32],
        "32, 28, 36, 3",
    ],
    hint="One number for each axis: which photograph, which row, which column, which colour.",
    section="section 2",
    formula="(photographs, rows, columns, colours).",
)


def _reach(x, y, star):
    return np.linalg.solve(np.column_stack([x, y]), star)


reach_the_star = Exercise(
    _reach,
    [
        (np.array([2.0, 1]), np.array([-1.0, 3]), np.array([1.0, 11])),
        (np.array([0.5, -2]), np.array([1.5, 0.25]), np.array([-3.0, 4])),
        (np.array([0.0, 2]), np.array([3.0, 0]), np.array([-6.0, 1])),
        (np.array([1.0, 0]), np.array([1.0, 0.01]), np.array([0.0, 1])),
        (np.array([3.0, 1]), np.array([1.0, -4]), np.array([1.0, 1])),
    ],
    [
        (
            lambda x, y, star: np.linalg.solve(np.array([x, y]), star),
            "x and y are the columns of the matrix, not its rows.",
        ),
        (
            lambda x, y, star: np.array([star @ x / (x @ x), star @ y / (y @ y)]),
            "Those are the shadows on x and on y. They add up to the star only at a right angle.",
        ),
        (
            lambda x, y, star: _reach(x, y, star)[::-1],
            "First a, which belongs to x, then b.",
        ),
        (
            lambda x, y, star: np.array([star @ x, star @ y]),
            "Those are dot products. How much of x and of y does it take to get there?",
        ),
        (
            lambda x, y, star: _reach(x, y, star)[0] * x + _reach(x, y, star)[1] * y,
            "That is the star. The two numbers that lead to it are asked for.",
        ),
    ],
    wrong=[
        lambda x, y, star: np.round(_reach(x, y, star), 2),
        lambda x, y, star: np.round(_reach(x, y, star)),
        lambda x, y, star: np.abs(_reach(x, y, star)),
        lambda x, y, star: star / (x + y),
        lambda x, y, star: star - x - y,
        lambda x, y, star: np.linalg.lstsq(np.array([x, y]), star, rcond=None)[0],
        lambda x, y, star: [1.0, 1.0],
    ],
    hint="Two unknowns, a and b, and one equation for each entry.",
    section="section 1",
    formula="Two equations: a x₁ + b y₁ = star₁ and a x₂ + b y₂ = star₂.",
)


def _count_words(tokens, vocabulary):
    return np.array([tokens.count(word) for word in vocabulary])


def _fill(tokens, vocabulary):
    counts = np.zeros(len(vocabulary))
    for token in tokens:
        counts[vocabulary.index(token)] += 1
    return counts


_words = ["a", "cat", "dog", "sat", "the"]
count_words = Exercise(
    _count_words,
    [
        (["the", "dog", "the", "cat"], _words),
        (["dog", "the", "dog", "dog"], ["the", "dog", "ant"]),
        (["a", "bird", "sat"], _words),
        ([], _words),
        (["category", "cat", "Cat"], ["cat", "zebra"]),
    ],
    [
        (
            lambda tokens, vocabulary: np.array([word in tokens for word in vocabulary]).astype(
                int
            ),
            "A word that comes twice counts 2: count it, do not only ask whether it is there.",
        ),
        (
            lambda tokens, vocabulary: np.array([tokens.count(token) for token in tokens]),
            "One number for each word of the vocabulary, in its order; here is one for each token.",
        ),
        (
            _fill,
            "`vocabulary.index` stops at a word that it does not know. Leave such words out.",
        ),
        (
            lambda tokens, vocabulary: sum(
                np.array([word == token for word in vocabulary]) * 1 for token in tokens
            ),
            "An empty text has a vector too: a zero for each word of the vocabulary.",
        ),
        (
            lambda tokens, vocabulary: np.array([vocabulary.count(token) for token in tokens]),
            "Other way round: how often does each word of the vocabulary come among the tokens?",
        ),
        (
            lambda tokens, vocabulary: {word: tokens.count(word) for word in vocabulary},
            "An array is asked for: only the counts, in the vocabulary's order.",
        ),
    ],
    wrong=[
        lambda tokens, vocabulary: _count_words(tokens, ["a", "cat", "dog", "sat", "the"]),
        lambda tokens, vocabulary: _count_words(tokens, sorted(vocabulary)),
        lambda tokens, vocabulary: np.minimum(_count_words(tokens, vocabulary), 2),
        lambda tokens, vocabulary: np.array([" ".join(tokens).count(w) for w in vocabulary]),
        lambda tokens, vocabulary: _count_words([t.lower() for t in tokens], vocabulary),
        lambda tokens, vocabulary: np.unique(tokens, return_counts=True)[1],
        lambda tokens, vocabulary: _count_words(tokens, vocabulary) / max(len(tokens), 1),
        lambda tokens, vocabulary: int(sum(token in vocabulary for token in tokens)),
    ],
    hint="Go through the vocabulary, word by word, not through the tokens.",
    section="section 3",
    formula="`tokens.count(word)` for each word of the vocabulary.",
)


def _signed_length(x, onto):
    return x @ onto / norm(onto)


_x = np.array([2.0, 1.0])
_y = np.array([-2.0, 0.5, 1, 0.25])
signed_length = Exercise(
    _signed_length,
    [
        (np.array([2.0, 1.0]), np.array([3.0, 4.0])),
        (np.array([1.0, -3.0]), np.array([1.0, 1.0])),
        (_x, np.array([1.0, 0.0])),
        (_x, np.array([3.0, 0.0])),
        (_x, np.array([-1.0, 0.0])),
        (np.array([1.0, 2, 2]), np.array([2.0, -1, 2])),
        (np.array([0.5, -1.5, 2, -3]), _y),
        (np.zeros(4), _y),
        (np.array([1.0, 3]), np.array([0.0, 2])),
    ],
    [
        (
            lambda x, onto: x @ onto,
            "A longer `onto` must not give a longer shadow: divide by its length.",
        ),
        (
            lambda x, onto: x @ onto / (onto @ onto),
            "⟨onto, onto⟩ is the square of the length of `onto`: take its root.",
        ),
        (
            lambda x, onto: abs(x @ onto) / norm(onto),
            "Keep the sign: behind 0, the shadow counts as negative.",
        ),
        (lambda x, onto: x @ onto / norm(x), "Divide by the length of `onto`, not by that of x."),
        (
            lambda x, onto: x @ onto / (onto @ onto) * onto,
            "That is the projection itself, an arrow. Its length, with a sign, is asked for.",
        ),
        (
            lambda x, onto: x @ onto / onto @ onto,
            "`/` and `@` go from left to right: brackets, `(x @ onto) / …`. And which length?",
        ),
        (lambda x, onto: x * onto, "`*` multiplies entry by entry; the dot product is `x @ onto`."),
        (
            lambda x, onto: x @ onto / (norm(x) * norm(onto)),
            "That is the cosine of the angle. The length of x itself belongs in.",
        ),
    ],
    wrong=[
        lambda x, onto: np.sign(x[0] * onto[0]) * abs(x @ onto) / norm(onto),
        lambda x, onto: (x[0] * onto[0] + x[1] * onto[1]) / np.hypot(onto[0], onto[1]),
        lambda x, onto: norm(x) * np.cos(np.arctan2(x[1], x[0]) - np.arctan2(onto[1], onto[0])),
        lambda x, onto: norm(x),
        lambda x, onto: norm(x - onto),
        lambda x, onto: x @ onto / np.sum(np.abs(onto)),
        lambda x, onto: round(x @ onto / norm(onto), 1),
        lambda x, onto: -abs(x @ onto) / norm(onto),
    ],
    hint="Which length has to be divided out of the dot product?",
    section="section 4",
    formula="⟨x, onto⟩ / ‖onto‖.",
)


def _p_norm(x, p):
    return norm(x, p)


p_norm = Exercise(
    _p_norm,
    [
        (np.array([3.0, 4.0]), 2),
        (np.array([3.0, 4.0]), 1),
        (np.array([1.0, -2.0, 2.0]), 3),
        (np.array([0.5, -3.0, 2.0]), np.inf),
        (np.array([1.0, -2, 2]), 1),
        (np.array([1.0, -4, 9]), 1.5),
        (np.array([0.3, -0.2, 0.1, 0.7, -1.1]), 2.5),
        (np.array([-5.0]), 4),
        (np.array([3.0, 4]), 10),
        (np.array([3.0, 3]), np.inf),
        (np.array([-1.0, 4, 2]), np.inf),
    ],
    [
        (lambda x, p: np.sqrt(np.sum(x**2)), "Your function gives the 2-norm for every p."),
        (
            lambda x, p: np.sum(np.abs(x) ** p),
            "The root is missing: to the power of 1/p at the end.",
        ),
        (
            lambda x, p: np.sum(np.abs(x) ** p) ** 1 / p,
            "`** 1 / p` is the first power, divided by p. Write `** (1 / p)`.",
        ),
        (
            lambda x, p: np.sqrt(np.sum(np.abs(x) ** p)),
            "The root belongs to p as well: to the power of 1/p, not always a square root.",
        ),
        (
            lambda x, p: np.sum(x**p) ** (1 / p),
            "Take the absolute value of each entry first: an odd power of −2 is negative.",
        ),
        (
            lambda x, p: np.sum(np.abs(x) ** p) ** (1 / p),
            "p = ∞ needs a line of its own: the largest |xᵢ| counts, which the formula cannot say.",
        ),
        (
            lambda x, p: np.max(x) if p == np.inf else np.sum(np.abs(x) ** p) ** (1 / p),
            "For p = ∞, too, absolute values come first: the largest entry may be a negative one.",
        ),
    ],
    wrong=[
        lambda x, p: norm(x, min(p, 50)),
        lambda x, p: norm(x, np.inf if p > 4 else p),
        lambda x, p: max(-min(x), 0) if p == np.inf else norm(x, p),
        lambda x, p: np.sum(x) if p == 1 else norm(x, p),
        lambda x, p: norm(x, p if p == np.inf else round(p)),
        lambda x, p: norm(x, p if p == np.inf else int(p)),
        lambda x, p: norm(x, min(p, 2)),
        lambda x, p: norm(x, min(p, 10)),
        lambda x, p: norm(x[:3], p),
        lambda x, p: np.mean(np.abs(x) ** p) ** (1 / p) if p < np.inf else norm(x, p),
        lambda x, p: norm(x, p if p in (1, np.inf) else 2),
        lambda x, p: abs(np.sum(x ** np.round(p))) ** (1 / p) if p < np.inf else norm(x, p),
    ],
    hint="Absolute values, powers, sum, root, in this order; and p = ∞ by itself.",
    section="section 5",
    formula="(Σ |xᵢ|ᵖ)^(1/p); for p = ∞, the largest |xᵢ|.",
)


def _nearest_by_angle(x, rows):
    return int(np.argmin([angle(x, row) for row in rows]))


_rows = np.array([[0.0, 1.0], [4.0, 3.0], [9.0, 9.5], [0.8, 0.1], [-3.0, -2.9]])
_many = np.array(
    [[5.0, -4], [8, 8], [9, 7], [1, -3], [8, 9], [7, -3], [6, 1], [-4, 0]]
)  # each usual mistake finds another row
_solid = np.array([[1.0, 2, -2], [2, -1, 9], [3, 5, 6], [1, 2, 0]])
nearest_by_angle = Exercise(
    _nearest_by_angle,
    [
        (np.array([3.0, 2.0]), _many),
        (np.array([1.0, 0.0]), _rows),
        (np.array([2.0, 2.0]), _rows),
        (np.array([0.1, 0.08]), _rows),
        (np.array([-1.0, 2.0]), _rows),
        (np.array([1.0, 2, 2]), _solid),
        (np.array([1.0, 0]), np.array([[-1.0, 0], [-1, 1], [-5, 2]])),
        (np.array([0.5, 0.25, -1, 2, 0.1]), np.eye(5)[::-1] - 0.1),
        (np.array([3.0, -1, 2]), np.array([[-3.0, 1, -2], [-1, -1, -1], [0.1, 0, 0.05]])),
        (np.array([-1.0, 0]), np.array([[0.0, 1], [-1, 0.1], [-1, -1]])),
    ],
    [
        (
            lambda x, rows: int(np.argmax(rows @ x)),
            "Long rows win here. Each dot product is divided by the length of its own row: "
            "`np.linalg.norm(rows, axis=1)` gives one length for each.",
        ),
        (
            lambda x, rows: int(np.argmin(norm(rows - x))),
            "That is the row at the smallest distance. Which one points most nearly the same way?",
        ),
        (
            lambda x, rows: int(np.argmin(rows @ x / norm(rows))),
            "That row has the smallest cosine, and so the largest angle.",
        ),
        (
            lambda x, rows: int(np.argmax(np.abs(rows @ x) / norm(rows))),
            "A row that points the other way is 180° off, not 0°: keep the sign of the cosine.",
        ),
        (
            lambda x, rows: _nearest_by_angle(x, rows) + 1,
            "Python counts from 0: the first row has the index 0.",
        ),
        (
            lambda x, rows: float(np.min(angle(x, rows))),
            "The index of the row is asked for, not its angle: `np.argmin`.",
        ),
        (
            lambda x, rows: rows[_nearest_by_angle(x, rows)],
            "That is the row itself. Its index is asked for.",
        ),
        (
            lambda x, rows: float(np.max(rows @ x / norm(rows) / norm(x))),
            "The index of the row is asked for, not its cosine: `np.argmax`.",
        ),
    ],
    wrong=[
        lambda x, rows: int(np.argmax(rows @ np.maximum(x, 0) / norm(rows))),
        lambda x, rows: _nearest_by_angle(x[:2], rows[:, :2]),
        lambda x, rows: int(
            np.argmin(np.abs(np.arctan2(rows[:, 1], rows[:, 0]) - np.arctan2(x[1], x[0])))
        ),
        lambda x, rows: int(np.argmax(rows @ x / np.linalg.norm(rows))),
        lambda x, rows: int(np.argmax(rows @ x / np.sum(np.abs(rows), axis=1))),
        lambda x, rows: int(np.argmax(np.maximum(rows @ x / norm(rows), 0))),
        lambda x, rows: int(np.argmax(rows @ x / norm(rows) ** 2)),
        lambda x, rows: int(np.argmax(norm(rows))),
        lambda x, rows: 3,
        lambda x, rows: int(np.argmin(np.sum(np.abs(rows - x), axis=1))),
    ],
    hint="The smallest angle has the largest cosine, and lengths must not matter.",
    section="section 7",
    formula="The index of the largest ⟨x, row⟩ / ‖row‖.",
)


def _center_rows(X):
    return X - X.mean(axis=1, keepdims=True)


center_rows = Exercise(
    _center_rows,
    [
        (np.array([[1.0, 2, 3], [4, 6, 11]]),),
        (np.array([[1.0, 2, 3], [4, 6, 11], [0, 0, 9]]),),
        (np.array([[0.5, -1.5, 2, 8], [10, -20, 30, 0.25]]),),
        (np.array([[3.0], [-4]]),),
    ],
    [
        (
            lambda X: X - X.mean(axis=1),
            "The means have shape (rows,), and NumPy lines them up with the columns. "
            "As a column, of shape (rows, 1), they would meet the rows.",
        ),
        (
            lambda X: X - X.mean(axis=0),
            "That is the mean of each column. `axis=1` runs along a row.",
        ),
        (lambda X: X - X.mean(), "That is one mean for the whole matrix. Each row has its own."),
        (
            lambda X: X.mean(axis=1, keepdims=True) - X,
            "The sign is turned round: subtract the means from X.",
        ),
        (
            lambda X: X.T - X.mean(axis=1),
            "Turned on its side, and not turned back: transpose once more.",
        ),
        (
            lambda X: X.mean(axis=1),
            "Those are the means. They are to be subtracted from the rows of X.",
        ),
    ],
    wrong=[
        lambda X: X - X.sum(axis=1, keepdims=True) / 3,
        lambda X: X - np.median(X, axis=1, keepdims=True),
        lambda X: X - X.sum(axis=1, keepdims=True),
        lambda X: _center_rows(X) / np.maximum(X.std(axis=1, keepdims=True), 1e-9),
        lambda X: X - X[:, :1],
        lambda X: X - np.mean(np.abs(X), axis=1, keepdims=True),
        lambda X: np.round(_center_rows(X)),
        lambda X: _center_rows(X).tolist()[0],
    ],
    hint="The mean of each row is `X.mean(axis=1)`. With what shape can it be subtracted from X?",
    section="section 8",
    formula="`X - X.mean(axis=1, keepdims=True)`.",
)


def _first_then(A, B):
    return B @ A


_turn = np.array([[0.0, -1], [1, 0]])
first_then = Exercise(
    _first_then,
    [
        (_turn, np.diag([2.0, 1.0])),
        (np.array([[1.0, 1], [0, 1]]), _turn),
        (np.array([[1.0, 0, 2], [0, 1, 1]]), np.array([[1.0, 1], [2, 0], [0, 3]])),
        (np.array([[0.5, -2], [1.5, 0.25]]), np.array([[-1.0, 3], [0.5, 2]])),
        (np.array([[1.0, 0], [2, 1], [0, 3]]), np.array([[1.0, 2, -1], [0, 1, 4]])),
    ],
    [
        (lambda A, B: A @ B, "In B(Ax), A stands next to x: what comes first stands on the right."),
        (lambda A, B: A * B, "`*` multiplies entry by entry. The matrix product is `@`."),
        (lambda A, B: A + B, "One after the other is a product of matrices, not a sum."),
    ],
    wrong=[
        lambda A, B: B[:, :2] @ A[:2],
        lambda A, B: A @ B if A.shape == B.shape else B @ A,
        lambda A, B: (B @ A).T,
        lambda A, B: B.T @ A if A.shape[0] == B.shape[0] else B @ A.T,
        lambda A, B: np.round(B @ A),
        lambda A, B: np.kron(B, A),
        lambda A, B: B @ A @ np.ones(A.shape[1]),
        lambda A, B: [A, B],
    ],
    hint="What comes first stands next to x.",
    section="section 9",
    formula="First A, then B: x becomes Ax, and that becomes B(Ax) = (BA)x.",
)


def _image(A, points):
    turn = 2 * np.pi * np.arange(points) / points
    return np.column_stack([np.cos(turn), np.sin(turn)]) @ np.asarray(A).T


image_of_circle = Exercise(
    _image,
    [
        (np.array([[2.0, 1], [0, 0.5]]), 8),
        (np.array([[0.0, -1], [1, 0]]), 4),
        (np.array([[1.0, -3], [0.25, 2]]), 30),
    ],
    [
        (
            lambda A, points: _image(A.T, points),
            "That is what Aᵀ does. With one point a row it is `circle @ A.T`.",
        ),
        (
            lambda A, points: _image(A, points).T,
            "One row for each point: shape (points, 2).",
        ),
        (lambda A, points: _image(np.eye(2), points), "That is the circle. Now put A to it."),
        (
            lambda A, points: _image(np.eye(2), points) * np.diag(A),
            "That takes the diagonal of A alone. Each image is A times a point.",
        ),
        (
            lambda A, points: np.array(
                [A @ [np.cos(t), np.sin(t)] for t in np.linspace(0, 2 * np.pi, points)]
            ),
            "The last point is the first again: `np.linspace(…, endpoint=False)`, or `np.arange`.",
        ),
    ],
    wrong=[
        lambda A, points: _image(A, points)[:-1],
        lambda A, points: _image(A, points)[::-1],
        lambda A, points: _image(A, 360),
        lambda A, points: _image(np.linalg.inv(A), points),
        lambda A, points: _image(A @ A, points),
    ],
    hint="First the points of the circle, (cos t, sin t); then A times each of them.",
    section="section 9",
    formula="`circle @ A.T`, with one point (cos t, sin t) in each row of `circle`.",
)


def _inverse(A):
    (a, b), (c, d) = A
    det = a * d - b * c
    return None if det == 0 else np.array([[d, -b], [-c, a]]) / det


inverse_of_two = Exercise(
    lambda A: np.zeros((2, 2)) if _inverse(A) is None else _inverse(A),
    [
        (np.array([[2.0, 1], [1, -3]]),),
        (np.array([[0.0, -2], [0.5, 4]]),),
        (np.array([[1.0, 2], [2, 4]]),),
        (np.array([[1.0, 1], [1, 1.001]]),),
        (np.array([[0.0, 1], [0, -3]]),),
    ],
    [
        (
            lambda A: np.array([[A[1, 1], -A[0, 1]], [-A[1, 0], A[0, 0]]]),
            "Divide by the determinant, ad − bc.",
        ),
        (
            lambda A: (
                np.array([[A[0, 0], -A[0, 1]], [-A[1, 0], A[1, 1]]])
                / max(abs(np.linalg.det(A)), 1e-12)
                * np.sign(np.linalg.det(A))
            ),
            "On the diagonal a and d change places.",
        ),
        (
            lambda A: (
                np.array([[A[1, 1], A[0, 1]], [A[1, 0], A[0, 0]]])
                / (A[0, 0] * A[1, 1] - A[0, 1] * A[1, 0])
            ),
            "b and c change their signs.",
        ),
        (lambda A: 1 / A, "The inverse of a matrix is not that of each entry: A⁻¹A = I."),
        (
            lambda A: (
                np.array([[A[1, 1], -A[0, 1]], [-A[1, 0], A[0, 0]]])
                / (A[0, 0] * A[1, 1] - A[0, 1] * A[1, 0])
            ),
            "Where ad − bc is 0 there is no inverse: give a matrix of zeros there.",
        ),
        (
            lambda A: np.zeros((2, 2)) if abs(np.linalg.det(A)) < 0.01 else np.linalg.inv(A),
            "Nearly singular is not singular: this one has an inverse, a large one.",
        ),
    ],
    wrong=[
        lambda A: np.zeros((2, 2)) if (A[1] == 2 * A[0]).all() else np.linalg.inv(A),
        lambda A: np.array(A).T,
        lambda A: -np.array(A),
        lambda A: np.eye(2),
        lambda A: np.zeros((2, 2)),
        lambda A: np.round(np.linalg.pinv(A), 1),
        lambda A: np.linalg.pinv(A),
    ],
    hint="Multiply your matrix by A: is it the identity?",
    section="section 10",
    formula="[[d, −b], [−c, a]] / (ad − bc).",
)


def _worst_doubt(A, doubt):
    return np.linalg.cond(A) * doubt


worst_doubt = Exercise(
    _worst_doubt,
    [
        (np.array([[1.0, 1], [1, 1.01]]), 0.001),
        (np.diag([3.0, 0.5]), 0.1),
        (np.array([[2.0, 0, 1], [0, 1, 0], [1, 0, 0.51]]), 1e-4),
        (np.array([[1.0, 3], [0, 1]]), 0.2),
    ],
    [
        (
            lambda A, doubt: np.linalg.norm(np.linalg.inv(A), 2) * doubt,
            "That is how much ‖Δx‖ can be for a ‖Δb‖. Relative errors need ‖A‖ as well.",
        ),
        (
            lambda A, doubt: doubt / abs(np.linalg.det(A)),
            "A small determinant is not the measure: halve all entries, and it is four times "
            "smaller, but the lines cross at the same angle.",
        ),
        (lambda A, doubt: np.linalg.cond(A), "That is how many times. How much of x, then?"),
        (lambda A, doubt: doubt, "The doubt about b is not that about x: the matrix stretches it."),
        (
            lambda A, doubt: np.linalg.cond(A) ** 2 * doubt,
            "The condition number once, not twice.",
        ),
    ],
    wrong=[
        lambda A, doubt: min(1, np.linalg.cond(A) * doubt),
        lambda A, doubt: np.linalg.eigvalsh(A)[-1] / np.linalg.eigvalsh(A)[0] * doubt,
        lambda A, doubt: np.max(np.abs(np.linalg.eigvals(A))) * doubt,
        lambda A, doubt: np.linalg.cond(A, 1) * doubt,
        lambda A, doubt: min(np.linalg.cond(A) * doubt, 0.3),
        lambda A, doubt: doubt / np.linalg.cond(A),
        lambda A, doubt: 1000 * doubt,
    ],
    hint="How many times larger than the relative error of b can that of x be?",
    section="section 10",
    formula="cond(A) · doubt; `np.linalg.cond(A)`.",
)

_A, _b = np.array([[3.0, 2.0], [1.0, 4.0]]), np.array([19.0, 23.0])
prices = Exercise(
    np.array([3.0, 5.0]),
    mistakes=[
        ([5.0, 3.0], "Coffee first, then cake: which column is which?"),
        (_A @ _b, "A times prices gives the bills. You know the bills and look for the prices."),
        (
            np.linalg.solve(_A.T, _b),
            "Each bill is one row of A: [3, 2] is the first of them.",
        ),
        (np.linalg.inv(_A) * _b, "`*` multiplies entry by entry; `np.linalg.solve(A, b)` solves."),
    ],
    wrong=[
        [3.0, 4.0],
        [3.1, 5.0],
        [19.0, 23.0],
        8.0,
        [[3.0, 5.0]],
        [3, 5, 0],
    ],
    hint="One bill is one equation: so many coffees, so many cakes, so much to pay.",
    section="section 10",
    formula="A = [[3, 2], [1, 4]] and b = [19, 23]; then `np.linalg.solve(A, b)`.",
)


def _stretched(A, v):
    """λv, with the λ that fits best."""
    return (v @ A @ v) / max(v @ v, 1e-300) * v


def _is_eigenvector(A, v):
    return bool(norm(v) > 0 and norm(A @ v - _stretched(A, v)) <= 1e-8 * norm(A @ v) + 1e-12)


_symmetric = np.array([[2.0, 1], [1, 2]])
_slant = np.array([[np.cos(0.7), -np.sin(0.7)], [np.sin(0.7), np.cos(0.7)]])
_slanted = _slant @ np.diag([0.3, -1.7]) @ _slant.T
is_eigenvector = Exercise(
    _is_eigenvector,
    [
        (np.eye(2), np.array([3.0, 4])),
        (_symmetric, np.array([1.0, 1])),
        (_symmetric, np.array([1.0, 0])),
        (np.array([[0.0, 1], [1, 0]]), np.array([1.0, -1])),
        (np.array([[1.0, 1], [1, 1]]), np.array([1.0, -1])),
        (_symmetric, np.zeros(2)),
        (_turn, np.array([1.0, 1])),
        (np.diag([2.0, 3]), np.array([1.0, 0])),
        (np.diag([2.0, 3]), np.array([0.0, 1])),
        (np.array([[1.0, 1], [0, 1]]), np.array([0.0, 1])),
        (np.array([[1.0, 1], [0, 1]]), np.array([1.0, 0])),
        (np.diag([2.0, 3]), np.array([1.0, 0.01])),
        (np.diag([2.0, 2, 3]), np.array([1.0, 1, 1])),
        (np.diag([2.0, 2, 3]), np.array([1.0, -1, 0])),
        (np.array([[2.0, 1, 0], [1, 2, 0], [0, 0, 5]]), np.array([1.0, 1, 4])),
        (1e-3 * _symmetric, np.array([1.0, 0])),
        (_slanted, np.array([np.cos(0.7), np.sin(0.7)])),
        (np.array([[1.0, 2], [3, 2]]), np.array([1.0, -1])),
        (np.diag([1.0, 1.005]), np.array([1.0, 1])),
    ],
    [
        (
            lambda A, v: bool(np.allclose(A @ v, v)),
            "λ need not be 1: v may come out longer, shorter, turned round or zero.",
        ),
        (
            lambda A, v: A @ v == v,
            "Comparing arrays gives an array. `np.allclose` gives one True or False; and λ?",
        ),
        (
            lambda A, v: bool(np.allclose(A @ v / v, (A @ v / v)[0])),
            "Dividing entry by entry fails where v has a 0. Compare Av with λv instead.",
        ),
        (
            lambda A, v: bool(
                np.any(np.isclose((v @ A @ v) / max(v @ v, 1e-300), np.linalg.eigvals(A)))
            ),
            "That finds whether a number is an eigenvalue. It is Av and λv that must agree.",
        ),
        (
            lambda A, v: bool(norm(v) > 0 and np.allclose(v @ A, (v @ A @ v) / (v @ v) * v)),
            "That is vᵀA. A acts on v from the left: `A @ v`.",
        ),
        (
            lambda A, v: bool(norm(v) > 0 and np.array_equal(A @ v, (v @ A @ v) / (v @ v) * v)),
            "Computed numbers are equal up to rounding only: `np.allclose`.",
        ),
        (
            lambda A, v: bool(angle(A @ v, v) < 1e-6),
            "λ may be negative or zero, and v may be zero: an angle is not defined everywhere.",
        ),
        (
            lambda A, v: bool(np.allclose(A @ v, (v @ A @ v) / max(v @ v, 1e-300) * v)),
            "Av = λv holds for v = 0 with any λ. So the zero vector does not count.",
        ),
        (
            lambda A, v: bool(norm(v) > 0 and norm(A @ v) > 0 and angle(A @ v, v) < 1e-6),
            "λ may be negative, or zero: Av may point the other way, or vanish.",
        ),
        (
            lambda A, v: bool(
                norm(v) > 0
                and np.isclose(abs((A @ v) @ v), norm(A @ v) * norm(v))
                and norm(A @ v) > 0
            ),
            "λ = 0 counts as well: then Av is the zero vector, and v is not.",
        ),
    ],
    wrong=[
        lambda A, v: _is_eigenvector(A, np.abs(v)),
        lambda A, v: bool(norm(v) > 0 and np.allclose(A @ v, _stretched(A, v), rtol=0.01)),
        lambda A, v: bool(norm(v) > 0 and abs(v[0] * (A @ v)[1] - v[1] * (A @ v)[0]) < 1e-09),
        lambda A, v: bool(norm(v) > 0 and norm(A @ v - _stretched(A, v)) < 0.2),
        lambda A, v: bool(norm(v) > 0 and norm(A @ v - _stretched(A, v)) < 0.002),
        lambda A, v: bool(np.isclose(np.abs(np.linalg.eig(A)[1].T @ v), norm(v)).any()),
        lambda A, v: True,
        lambda A, v: False,
        lambda A, v: bool(norm(v) > 0),
        lambda A, v: bool(np.allclose(A, A.T)),
        lambda A, v: float(v @ A @ v / max(v @ v, 1e-09)),
    ],
    hint="Av has to be a multiple of v, by any factor; and v must not be zero.",
    section="section 11",
    formula="λ = ⟨v, Av⟩ / ⟨v, v⟩; then compare Av with λv. The zero vector does not count.",
)


def _largest_on_circle(A):
    return np.linalg.eigvalsh((A + A.T) / 2)[-1]


largest_on_circle = Exercise(
    _largest_on_circle,
    [
        (np.array([[-2.0, -1], [3, -1]]),),
        (np.array([[2.0, 1], [1, 2]]),),
        (np.array([[-3.0, 0], [0, -1]]),),
        (np.array([[1.0, 0], [4, 2]]),),
        (np.array([[0.0, 1], [0, 0]]),),
        (np.array([[1.0, 2, 0], [0, 1, 2], [4, 0, 1]]),),
        (np.array([[-2.0, 0.3, 0], [0.1, -1.5, 0.7], [0, 0, -4.25]]),),
    ],
    [
        (
            lambda A: np.linalg.eigvals(A).real.max(),
            "True for symmetric A only. Which symmetric matrix has the same xᵀAx as this A?",
        ),
        (
            lambda A: np.linalg.eigvalsh(A)[-1],
            "`eigvalsh` takes A for symmetric and reads one half only. Make A symmetric first.",
        ),
        (
            lambda A: np.linalg.norm(A, 2),
            "That is the largest length of Ax. Asked for is the largest xᵀAx; it can be negative.",
        ),
        (
            lambda A: np.linalg.eigvalsh((A + A.T) / 2)[0],
            "That is the smallest. `eigvalsh` sorts upwards: the largest is the last.",
        ),
        (
            lambda A: np.linalg.eig((A + A.T) / 2)[0][-1],
            "`eig` and `eigvals` do not sort: take the `max`, or `eigvalsh`.",
        ),
        (
            lambda A: np.abs(np.linalg.eigvalsh((A + A.T) / 2)).max(),
            "Largest, not largest in size: for a matrix with negative eigenvalues it is negative.",
        ),
        (
            lambda A: np.linalg.eigvalsh((A + A.T) / 2),
            "Those are all of them. The largest is asked for.",
        ),
        (
            lambda A: np.linalg.eigvalsh(A + A.T / 2)[-1],
            "Brackets: A + A.T / 2 halves the second only. The symmetric part is (A + Aᵀ)/2.",
        ),
        (
            lambda A: np.linalg.eigvalsh(A + A.T)[-1],
            "Twice too large: the symmetric part is (A + Aᵀ)/2.",
        ),
    ],
    wrong=[
        lambda A: np.linalg.eigvalsh((A + A.T)[:2, :2] / 2)[-1],
        lambda A: np.linalg.eigvalsh((A + A.T) / 2)[1],
        lambda A: np.max(A),
        lambda A: np.max(np.diag(A)),
        lambda A: np.trace(A),
        lambda A: np.linalg.eigvalsh(A @ A.T)[-1],
        lambda A: np.linalg.eigvalsh((A - A.T) / 2)[-1],
        lambda A: max(np.linalg.eigvalsh((A + A.T) / 2)[-1], 0),
    ],
    hint="In xᵀAx only the symmetric part of A counts.",
    section="section 12",
    formula="The largest eigenvalue of (A + Aᵀ)/2: `np.linalg.eigvalsh`.",
)
