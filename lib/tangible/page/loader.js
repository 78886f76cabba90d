// The few lines that each widget brings along: they find the scripts, which come to a page once.

/** @type {any} */
const page = globalThis;
page.tangible ??= new Map();
/** @type {Map<string, Promise<any>>} by the name of their text: a page may hold two editions */
const LOADED = page.tangible;

/** @param {any} model */
function scriptsOf(model) {
  const { digest, model: id } = model.get("scripts");
  let scripts = LOADED.get(digest);
  if (!scripts) {
    scripts = textOf(model, id).then((text) => {
      const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
      return import(url).finally(() => URL.revokeObjectURL(url));
    });
    LOADED.set(digest, scripts);
    scripts.catch(() => LOADED.delete(digest));
  }
  return scripts;
}

/** From the model that holds them, or where a page does not know it, from the kernel. @param {any} model @param {string} id */
async function textOf(model, id) {
  try {
    return (await model.widget_manager.get_model(id)).get("text");
  } catch {
    return new Promise((resolve) => {
      model.on("msg:custom", (/** @type {any} */ message) => message.text && resolve(message.text));
      model.send({ scripts: true });
    });
  }
}

export default () => {
  /** @type {Promise<any> | undefined} */
  let widget;
  /** @param {any} model */
  const widgetOf = (model) => {
    widget ??= scriptsOf(model).then((scripts) => scripts.default());
    return widget;
  };
  return {
    /** @param {any} host */
    async initialize(host) {
      // Messages wait until this ends; a text that has to come by a message cannot.
      const ready = widgetOf(host.model).then((made) => made.initialize(host));
      const patience = new Promise((resolve) => setTimeout(resolve, 500));
      await Promise.race([ready, patience]);
      return () => ready.then((/** @type {() => void} */ leave) => leave());
    },
    /** @param {any} host */
    async render(host) {
      return (await widgetOf(host.model)).render(host);
    },
  };
};
