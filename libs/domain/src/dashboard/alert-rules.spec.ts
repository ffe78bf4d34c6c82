import fc from 'fast-check';
import { defaultAlertRules, parseAlertRules } from './alert-rules.js';

const valid = {
  id: 'slow',
  metric: 'avgResponseTime',
  comparison: 'above',
  threshold: 250,
  for: 10,
  severity: 'warning',
  title: 'Slow',
};

describe('alert rules', () => {
  it('that are the defaults are valid', () => {
    expect(parseAlertRules(JSON.parse(JSON.stringify(defaultAlertRules)))).toEqual({
      ok: true,
      rules: defaultAlertRules,
    });
  });

  it('keep the fields that mean something', () => {
    expect(parseAlertRules([{ ...valid, colour: 'red' }])).toEqual({ ok: true, rules: [valid] });
  });

  it('may be none', () => {
    expect(parseAlertRules([])).toEqual({ ok: true, rules: [] });
  });

  it('say everything that is wrong, each with its rule', () => {
    expect(parseAlertRules([valid, { ...valid, id: 'b', metric: 'cpu', for: -1 }, 'x'])).toEqual({
      ok: false,
      problems: [
        expect.stringMatching(/^rule 2: metric is not valid \(activeUsers, /),
        expect.stringMatching(/^rule 2: for is not valid/),
        'rule 3: a rule is an object',
      ],
    });
  });

  it.each([
    [{ rules: [] }, 'the rules are a JSON array'],
    [[valid, valid], 'two rules have the id slow'],
    [Array.from({ length: 101 }, (_, index) => ({ ...valid, id: `r${index}` })), 'there are at most 100 rules'],
  ])('are refused: %.60j', (value, problem) => {
    expect(parseAlertRules(value)).toEqual({ ok: false, problems: [problem] });
  });

  it('of any other shape are refused without an exception', () => {
    const nearly = fc.record(Object.fromEntries(Object.keys(valid).map((field) => [field, fc.anything()])), {
      requiredKeys: [],
    });
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.array(nearly)), (value) => {
        const parsed = parseAlertRules(value);
        if (!parsed.ok) expect(parsed.problems.length).toBeGreaterThan(0);
      }),
    );
  });
});
