// What the course adds to JupyterLab and Notebook 7, where no setting reaches: Run All leaves the
// reader where they are, still pictures say that they sleep, folded cells are thin bars, and an
// exercise can be set back. It is loaded as it stands, without a bundler.

(() => {
  const RUNS = new Set(["notebook:run-all-cells", "notebook:restart-run-all"]);
  const LOOKS = `
    .jp-Notebook .jp-InputPlaceholder .jp-Placeholder-content {
      min-height: 0; padding: 0 8px; border: none; background: transparent;
      font-size: 12px; line-height: 18px;
    }
    .jp-Notebook .jp-InputPlaceholder .jp-Placeholder-content:hover {
      background: var(--jp-layout-color2);
    }
    .jp-RenderedMarkdown mjx-container[display="true"] { overflow: auto hidden; padding: 2px 0; }
    .tangible-asleep, .tangible-back {
      display: block; margin: 2px 0 0; padding: 0; border: none; background: none;
      font: 13px/1.4 var(--jp-content-font-family); color: var(--jp-content-font-color2);
      cursor: pointer; text-align: left;
    }
    .tangible-back { margin-left: calc(var(--jp-cell-prompt-width) + 8px); text-decoration: underline; }
    .tangible-back[hidden] { display: none; }
    .tangible-asleep u { color: var(--jp-content-link-color); }
    @media print { .tangible-asleep, .tangible-back { display: none; } }`;

  /** What JupyterLab shares with its extensions: one module, by its name. */
  let scope = {};
  const shared = async (name) => {
    const [version] = Object.values(scope[name] ?? {});
    return version ? (await version.get())() : {};
  };

  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

  /** Remember where the reader is in a notebook; gives what leads back there. */
  function placeIn(notebook) {
    const outer = notebook.node.querySelector(".jp-WindowedPanel-outer") ?? notebook.node;
    const topOf = (node) => node.getBoundingClientRect().top - outer.getBoundingClientRect().top;
    const index = notebook.widgets.findIndex(
      ({ node }) => node.isConnected && topOf(node) + node.offsetHeight > 1,
    );
    const active = notebook.activeCellIndex;
    const cell = notebook.widgets[index];
    const offset = cell ? topOf(cell.node) : 0;
    return async () => {
      if (!cell || cell.isDisposed) return;
      notebook.activeCellIndex = active;
      for (let tries = 0; tries < 4; tries++) {
        await frame(); // the notebook scrolls, and makes room, in frames of its own
        if (!cell.node.isConnected) await notebook.scrollToItem(index, "start");
        if (cell.node.isConnected) outer.scrollTop += topOf(cell.node) - offset;
      }
    };
  }

  /** Have commands that run a whole notebook leave its reader where they are. */
  function stay(app, tracker) {
    const execute = app.commands.execute.bind(app.commands);
    app.commands.execute = (id, options) => {
      const notebook = RUNS.has(id) && tracker.currentWidget?.content;
      if (!notebook) return execute(id, options);
      const back = placeIn(notebook);
      let moved = false; // by the reader, who goes where they like
      const tell = () => {
        moved = true;
      };
      const ways = ["wheel", "keydown", "pointerdown"];
      const done = execute(id, options);
      back().then(() => {
        for (const way of ways) notebook.node.addEventListener(way, tell, { passive: true });
      });
      Promise.resolve(done)
        .then(() => (moved ? undefined : back()))
        .finally(() => {
          for (const way of ways) notebook.node.removeEventListener(way, tell);
        });
      return done;
    };
  }

  /** Say of still pictures of figures that they sleep, and wake them at a click. */
  function tellWhoSleeps(app, panel) {
    const notebook = panel.content;
    let due = false;
    const look = () => {
      due = false;
      for (const image of notebook.node.querySelectorAll(".jp-RenderedImage")) {
        if (image.querySelector(".tangible-asleep")) continue;
        const at = image.closest(".jp-CodeCell");
        const cell = notebook.widgets.find(({ node }) => node === at);
        const { list } = cell?.model?.outputs ?? {};
        const outputs = list ? [...list] : [];
        if (!outputs.some(({ data }) => "application/vnd.jupyter.widget-view+json" in (data ?? {})))
          continue;
        const line = document.createElement("button");
        line.type = "button";
        line.className = "tangible-asleep";
        line.innerHTML = "Asleep: this is a still picture. <u>Wake the chapter</u>";
        line.addEventListener("click", (event) => {
          event.stopPropagation();
          app.commands.execute("notebook:run-all-cells");
        });
        image.append(line);
      }
    };
    const watch = new MutationObserver((changes) => {
      // A readout changes its text sixty times a second; pictures come as elements.
      const elements = changes.some(({ addedNodes }) => [...addedNodes].some((one) => one.tagName));
      if (due || !elements) return;
      due = true;
      requestAnimationFrame(look);
    });
    watch.observe(notebook.node, { childList: true, subtree: true });
    panel.disposed.connect(() => watch.disconnect());
    look();
  }

  /** An exercise can be set back to its dots; its cell remembers them as `blank`. */
  function setBack(app, panel) {
    const notebook = panel.content;
    const offer = (cell) => {
      const { model } = cell;
      const blank = model.getMetadata("blank");
      if (typeof blank !== "string") return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "tangible-back";
      button.textContent = "Set this exercise back";
      const show = () => {
        button.hidden = model.sharedModel.source === blank;
      };
      button.addEventListener("click", () => {
        model.sharedModel.setSource(blank);
        notebook.activeCellIndex = notebook.widgets.indexOf(cell);
        app.commands.execute("notebook:run-cell");
      });
      model.contentChanged.connect(show);
      show();
      cell.node.append(button);
    };
    notebook.widgets.forEach(offer);
  }

  /** A link of an overview opens a chapter here, beside its own notebook, at a section. */
  function follow(app, tracker) {
    document.addEventListener("tangible-open", async (event) => {
      const from = tracker.currentWidget?.context.path ?? "";
      const { path, anchor } = event.detail;
      event.preventDefault();
      const panel = await app.commands.execute("docmanager:open", {
        path: from.slice(0, from.lastIndexOf("/") + 1) + path,
      });
      if (!panel || !anchor) return;
      await panel.context.ready;
      const { content } = panel;
      const heading = () => content.node.querySelector(`[data-jupyter-id="${CSS.escape(anchor)}"]`);
      for (let tries = 0; tries < 100 && !heading()?.getClientRects().length; tries++) {
        await content.setFragment(`#${anchor}`); // finds nothing until the cells are rendered
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      await content.setFragment(`#${anchor}`);
    });
  }

  /** The first time, a notebook has the whole width: the file browser is a click away. */
  async function openWide(app, shell, state) {
    await app.restored;
    if (!shell || !state || (await state.fetch("tangible:opened"))) return;
    shell.collapseLeft();
    await state.save("tangible:opened", true);
  }

  async function extension() {
    const { INotebookTracker } = await shared("@jupyterlab/notebook");
    const { ILabShell } = await shared("@jupyterlab/application");
    const { IStateDB } = await shared("@jupyterlab/statedb");
    return {
      id: "tangible:course",
      description: "Notebooks that are read from top to bottom.",
      autoStart: true,
      requires: [INotebookTracker],
      optional: [ILabShell, IStateDB].filter(Boolean),
      activate(app, tracker, shell, state) {
        const looks = document.createElement("style");
        looks.textContent = LOOKS;
        document.head.append(looks);
        stay(app, tracker);
        follow(app, tracker);
        tracker.widgetAdded.connect((_, panel) => {
          panel.context.ready.then(() => {
            tellWhoSleeps(app, panel);
            setBack(app, panel);
          });
        });
        openWide(app, shell, state);
      },
    };
  }

  window._JUPYTERLAB ??= {};
  window._JUPYTERLAB.tangible = {
    init: (sharing) => {
      scope = sharing;
    },
    get: async () => {
      const plugin = await extension();
      return () => ({ __esModule: true, default: plugin });
    },
  };
})();
