"""The tasks of a day, shown one below the other."""

from datetime import date, datetime

import ipywidgets
import traitlets

from tangible import page
from tangible.cells import close_parts, replace_earlier
from tangible.review import schedule, tasks
from tangible.review.task import Question, Setting, Task
from tangible.teach import progress
from tangible.teach.contents import contents
from tangible.teach.devices import Goal, Prediction


class Source(page.PageWidget):
    """The line above a task: which it is, and the section that it comes from, a click away."""

    kind = traitlets.Unicode("source").tag(sync=True)
    words = traitlets.Unicode().tag(sync=True)
    chapter = traitlets.Unicode().tag(sync=True)
    anchor = traitlets.Unicode().tag(sync=True)
    link = traitlets.Unicode().tag(sync=True)

    _css = page.style("lesson.css")


class _Once:
    """What keeps the first answer to a task, and no other."""

    def __init__(self, task):
        self._task, self._open = task.name, True

    def __call__(self, right):
        if self._open:
            self._open = False
            progress.reviewed(self._task, right)


class Asked(Prediction):
    """A question of the review: its first answer decides when it returns."""

    def __init__(self, task: Task, made: Question, name: str):
        self._answered = _Once(task)
        super().__init__(
            recalls=task.name,
            question=made.text,
            options=made.options,
            answer=made.options.index(made.answer),
            because=made.because,
            misses=made.misses,
            name=name,
        )

    def _tell(self, option, right):
        self._answered(right)


class Aimed(Goal):
    """A figure of the review, to be set; whoever has it shown has not reached it."""

    def __init__(self, task: Task, made: Setting, name: str):
        self._answered = _Once(task)
        super().__init__(made.figure, made.text, made.reached, made.because, name, made.example)

    def _tell(self):
        self._answered(True)

    def show(self, *_):
        """Set the figure to where the goal is reached."""
        self._answered(False)
        for name, value in self.example.items():
            self.figure.controls[name].value = value


class Today(ipywidgets.VBox):
    """The tasks of a day. Made by `today`."""

    def __init__(self, names: list[str], day: date, words: str):
        self.tasks = [
            _shown(tasks()[name], day, f"{number} of {len(names)}, from ")
            for number, name in enumerate(names, 1)
        ]
        head = ipywidgets.HTML(f"<p>{words}</p>")
        super().__init__([head, *(part for _, parts in self.tasks for part in parts)])

    def close(self):
        """Let go of all of it."""
        for task, _ in self.tasks:
            (task.figure if isinstance(task, Goal) else task).close()
        for part in self.children:
            close_parts(part)
        super().close()

    def __repr__(self):
        return "What waits today: run this cell."


def _shown(task, day, words):
    """A task, and the widgets that show it."""
    made = task(schedule.seed(task.name, day))
    name = f"review {task.name} {day}"
    [chapter] = [one for one in contents() if one["chapter"] == task.chapter]
    link = f"{chapter['title']}, {task.section}"
    source = Source(words=words, chapter=task.chapter, anchor=task.home["anchor"], link=link)
    if isinstance(made, Question):
        asked = Asked(task, made, name)
        return asked, [source, asked]
    aimed = Aimed(task, made, name)
    button = ipywidgets.Button(description="Show me how")
    button.on_click(aimed.show)
    return aimed, [source, made.figure.widget, button]


def today(now: datetime | None = None) -> Today:
    """What waits for review: ten tasks at most, of sections that the reader has met.

    Parameters
    ----------
    now : datetime, optional
        With its time zone; the present, if left out.

    Returns
    -------
    Today
        Shown as a cell's value.
    """
    now = now or datetime.now().astimezone()
    known = progress.known()
    names = schedule.due(known, now)
    made = Today(names, now.date(), _words(names, known, now))
    replace_earlier(made, "today")
    return made


def again(name: str, seed: int) -> Asked:
    """A question about what an earlier chapter taught; its first answer counts as a review.

    Parameters
    ----------
    name : str
        Of one of the `tasks`. Raises KeyError if there is none, TypeError if it is a figure to set.
    seed : int
        The same seed, the same question.

    Returns
    -------
    Asked
        Shown as a cell's value.
    """
    task = tasks()[name]
    made = task(seed)
    if not isinstance(made, Question):
        raise TypeError(f"The task {name!r} is a figure to set; a question is asked again.")
    asked = Asked(task, made, f"again {name}")
    replace_earlier(asked, asked.name)
    return asked


def _words(names, known, now):
    if names:
        several = f"{len(names)} tasks wait" if len(names) > 1 else "One task waits"
        return f"{several} today. The first answer to each decides when it returns."
    days = [day for day in schedule.due_dates(known, now).values() if day > now.date()]
    if days:
        following = min(days)
        return f"Nothing waits today. Next: {following:%A}, {following.day} {following:%B}."
    return "Nothing waits yet: what you predict, reach and answer comes back here, days later."
