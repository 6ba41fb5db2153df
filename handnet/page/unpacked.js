/* The data of a panel as a page carries them, made whole: see handnet/living/packed.py.

  unpacked(data, works)     works: the functions of the shapes
*/

export function unpacked(data, works) {
  const shapes = data.shapes.map((shape, number) => ({...shape, work: works[number]}));
  const notations = data.notations.map((each) => wholeNotation(each, data.derivatives));
  return {...data, shapes, notations, courses: data.courses.map(wholeCourse)};
}

function wholeCourse({right, wrong, ...others}) {
  const attempts = Object.entries(right).map(([name, runs]) => [name, wholeRuns(runs)]);
  return {...others, right: Object.fromEntries(attempts), wrong: wrong === null ? null : wholeRuns(wrong)};
}

function wholeRuns(runs) {
  return runs.split(" ").filter(Boolean).flatMap((run) => {
    const [first, last = first] = run.split("-").map(Number);
    return Array.from({length: last - first + 1}, (_, place) => first + place);
  });
}

function wholeNotation({holed, math, text, ...others}, derivatives) {
  const name = (quantity) => text[quantity] || derivatives[quantity].map((side) => `d${name(side)}`).join("/");
  const whole = (symbol) => (Array.isArray(symbol) ? filledHoles(holed[symbol[0]], symbol.slice(1)) : symbol || null);
  return {...others, math: math.map(whole), text: text.map((_, quantity) => name(quantity))};
}

const filledHoles = (text, numbers) => text.replace(/#/g, () => numbers.shift());
