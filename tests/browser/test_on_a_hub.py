"""A figure on a hub when something breaks: it moves again, or says what to do."""

import os
import signal

import nbformat
import psutil
import pytest

from cells import EVERY_CONTROL
from lab import Notebook

SOON = 10_000  # milliseconds after coming back


@pytest.fixture
def student(hub, new_page, request):
    """A student with a notebook of one figure, at work; gives it and the student's name."""
    name = f"s{abs(hash(request.node.name)) % 10**6}"
    page = new_page()
    page.goto(f"{hub.url}/hub/login")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill("loopback")
    page.locator("#login_submit").click()
    page.wait_for_url(f"**/user/{name}/**", timeout=90_000)
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(EVERY_CONTROL)])
    book.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(book, hub.folder / "homes" / name / "one.ipynb")
    opened = Notebook(page, f"{hub.url}/user/{name}/lab/tree/one.ipynb")
    opened.run_all()
    opened.wait_for_picture()
    return opened, name


def slope(book):
    return book.figure().get_by_role("slider", name="slope")


def moves(book):
    """Whether a fresh value is drawn, soon."""
    slope(book).press("Home")
    slope(book).press("ArrowRight")
    book.page.wait_for_function(
        "() => document.querySelector('.tangible-readout').textContent.includes('slope 0.01')",
        timeout=SOON,
    )


def test_a_server_that_was_culled_is_back_by_one_click_and_the_figure_by_another(hub, student):
    book, name = student
    page = book.page
    slope(book).press("End")
    hub.ask("DELETE", f"users/{name}/server")  # in the middle of a move
    slope(book).press("ArrowLeft")
    told = page.locator(".jp-Dialog", has_text="is not running")
    told.wait_for(timeout=3 * SOON)
    with page.expect_popup() as popup:
        told.get_by_role("button", name="Restart").click()
    popup.value.wait_for_url(f"**/user/{name}/**", timeout=90_000)
    popup.value.close()
    back = Notebook(page, f"{hub.url}/user/{name}/lab/tree/one.ipynb")  # the same page, reloaded
    assert EVERY_CONTROL.strip()[:20] in page.locator(".jp-CodeCell .cm-content").inner_text()
    back.run_all()
    back.wait_for_picture()
    moves(back)


def test_a_proxy_that_drops_every_connection_is_survived(hub, student):
    book, _ = student
    [proxy] = [
        one
        for one in psutil.Process(hub.process.pid).children(recursive=True)
        if "configurable-http-proxy" in " ".join(one.cmdline())
    ][:1]
    proxy.send_signal(signal.SIGKILL)
    proxy.wait(10)
    for _ in range(600):  # the hub starts another
        book.page.wait_for_timeout(100)
        try:
            hub.ask("GET", "")
            break
        except OSError:
            continue
    book.page.wait_for_function(
        "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel"
        ".connectionStatus === 'connected'",
        timeout=60_000,
    )
    moves(book)


def test_a_kernel_that_was_killed_is_told_and_a_click_brings_the_figure_back(student):
    book, _ = student
    pid = int(book.execute("import os; print(os.getpid())"))
    os.kill(pid, signal.SIGKILL)
    button = book.figure().get_by_role("button", name="Run the cells up to here")
    dismiss = book.page.locator(".jp-Dialog button")
    for _ in range(40):
        if dismiss.count():
            dismiss.last.click()
        slope(book).press("ArrowLeft")
        book.page.wait_for_timeout(500)
        if button.count():
            break
    assert "forgotten" in book.figure().locator(".tangible-message").inner_text()
    button.click()
    book.wait_until_done()
    book.wait_for_picture()
    moves(book)


def test_two_tabs_show_the_same(student):
    book, _ = student
    book.command("docmanager:save")  # the second tab shows what the file holds
    other = book.page.context.new_page()
    second = Notebook(other, book.page.url)
    second.figure().get_by_role("slider", name="slope").wait_for()
    slope(book).press("End")
    second.wait_for_readout("slope 1.00")
    slope(second).press("Home")
    book.wait_for_readout("slope 0.00")
