"""The page in hosts that are no JupyterLab: stand-ins that give less, or fail."""

import base64
import json

import pytest

from tangible import Stage, live, page
from tangible.teach import goal, predict

HOST = """
window.host = async (script, state, buffers, hostile) => {
  const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const heard = {};
  const fail = () => { throw new Error("not in this host"); };
  const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const given = (text) => (buffers === "DataView" ? new DataView(bytes(text).buffer) : bytes(text));
  if (state.background) {
    state.background = given(state.background);
    state.present.drawing = given(state.present.drawing);
  }
  const model = {
    sent: [],
    get: (name) => state[name],
    set: (name, value) => { state[name] = value; (heard[`change:${name}`] ?? []).forEach((act) => act()); },
    save_changes: hostile ? fail : () => {},
    on: (name, act) => { (heard[name] ??= []).push(act); },
    off: hostile ? fail : () => {},
    send(message) { this.sent.push(message); },
    get widget_manager() { return hostile ? fail() : undefined; },
  };
  const widget = (await import(url)).default();
  const el = document.body.appendChild(document.createElement("div"));
  document.addEventListener("keydown", ({ key }) => window.travelled.push(key));
  window.travelled = [];
  const leave = [await widget.initialize?.({ model }), await widget.render({ model, el })];
  Object.assign(window, {
    model,
    leave: () => leave.forEach((act) => act()),
    answer: (message, text) => heard["msg:custom"].forEach((act) => act(message, [given(text)])),
  });
};
"""


@live(Stage(xlim=(0, 1), ylim=(0, 1)), height=(0.0, 1.0, 0.1))
def figure(ax, height=0.5):
    """A line at some height."""
    ax.axhline(height)
    return f"height {height:.1f}"


def state_of(widget):
    def plain(value):
        if isinstance(value, bytes):
            return base64.b64encode(value).decode()
        return {k: plain(v) for k, v in value.items()} if isinstance(value, dict) else value

    wanted = ("kind", "spec", "background", "present", "question", "options", "answer", "because",
              "chosen", "goal")  # fmt: skip
    state = widget.get_state()
    return json.loads(json.dumps({k: plain(state[k]) for k in wanted if k in state}))


@pytest.fixture
def host(new_page):
    def opener(widget, buffers="DataView", hostile=True):
        opened = new_page()
        opened.set_content("<!doctype html><title>host</title>")
        opened.add_script_tag(content=HOST)
        arguments = [page.linked("main.js"), state_of(widget), buffers, hostile]
        opened.evaluate("args => window.host(...args)", arguments)
        return opened

    return opener


@pytest.mark.parametrize("buffers", ["DataView", "Uint8Array"])
@pytest.mark.parametrize("hostile", [True, False])
def test_a_figure_moves_in_a_host_that_gives_less_or_fails(host, buffers, hostile):
    figure._repr_mimebundle_()
    shown = host(figure._widget, buffers, hostile)
    slider = shown.get_by_role("slider")
    slider.press("End")
    question = shown.evaluate("() => window.model.sent.find(({ show }) => show)")
    assert question["show"] == {"height": 1}
    frame = figure.draw(height=1.0)
    answer = {"page": question["page"], "number": question["number"], "took": 5, "error": None,
              "values": question["show"], "readout": frame.readout, "places": []}  # fmt: skip
    shown.evaluate("args => window.answer(...args)",
                   [answer, base64.b64encode(frame.drawing).decode()])  # fmt: skip
    assert shown.locator(".tangible-readout").inner_text() == "height 1.0"
    assert "End" not in shown.evaluate("() => window.travelled")
    slider.press("Escape")
    assert shown.evaluate("() => window.travelled") == ["Escape"]
    shown.evaluate("() => window.leave()")
    assert shown.locator(".tangible").count() == 0


def test_a_prediction_is_judged_where_nothing_can_be_saved(host):
    made = predict("Is 1 prime?", ["yes", "no"], "no", "It has one divisor.")
    shown = host(made)
    shown.get_by_label("yes").check()
    shown.get_by_role("button").click()
    assert "Not quite. The answer: no." in shown.get_by_role("status").inner_text()
    shown.evaluate("() => window.leave()")


def test_a_goal_stands_above_its_picture_and_is_ticked(host):
    made = goal(figure, "Lift the line.", lambda height: height > 0.8, because="It is light.")
    figure._repr_mimebundle_()
    shown = host(figure._widget)
    line = shown.locator(".tangible-goal")
    assert line.bounding_box()["y"] < shown.locator(".tangible-picture").bounding_box()["y"]
    assert "It is light." not in shown.locator(".tangible").inner_text()
    shown.evaluate("goal => window.model.set('goal', goal)", made.state | {"met": True})
    assert "Reached." in line.inner_text()
    assert "It is light." in shown.locator(".tangible").inner_text()
    shown.evaluate("() => window.leave()")
    made.close()


@pytest.mark.parametrize(
    ("paper", "theme"),
    [
        ("white", "light"), ("#111", "dark"), ("color(srgb 1 1 1)", "light"),
        ("oklch(0.2 0 0)", "dark"), ("color-mix(in srgb, white 90%, black)", "light"),
        ("rgb(17 17 17 / 100%)", "dark"), ("", "light"),
    ],
)  # fmt: skip
def test_the_theme_is_told_from_the_paper_in_any_notation(host, paper, theme):
    figure._repr_mimebundle_()
    shown = host(figure._widget)
    shown.evaluate("paper => { document.body.style.background = paper; }", paper)
    shown.wait_for_function(
        "theme => document.querySelector('.tangible').dataset.theme === theme", arg=theme
    )


def test_an_attribute_of_the_page_repaints_nothing(host):
    figure._repr_mimebundle_()
    shown = host(figure._widget)
    shown.wait_for_timeout(100)
    cleared = shown.evaluate(
        """async () => {
             let cleared = 0;
             const { clearRect } = CanvasRenderingContext2D.prototype;
             CanvasRenderingContext2D.prototype.clearRect = function (...box) {
               cleared += this.canvas.width > 1;
               return clearRect.apply(this, box);
             };
             for (let k = 0; k < 20; k++) {
               document.body.dataset.dragging = k;
               await new Promise(requestAnimationFrame);
             }
             return cleared;
           }"""
    )
    assert cleared == 0
