// Runs before the first paint: scripts work here, so parts that need none may hide.
document.documentElement.classList.remove("no-script");
document.documentElement.classList.add("script");
