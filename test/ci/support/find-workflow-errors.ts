import { registerHooks } from 'node:module';

/** What GitHub's own parser finds wrong with a workflow. */
export async function findWorkflowErrors(content: string): Promise<readonly string[]> {
  // The package imports JSON without saying so, which Node refuses and bundlers do not.
  const hooks = registerHooks({
    load: (url, context, next) =>
      next(url, url.endsWith('.json') ? { ...context, importAttributes: { type: 'json' } } : context),
  });
  const { NoOperationTraceWriter, parseWorkflow } = await import('@actions/workflow-parser');
  hooks.deregister();
  const { context } = parseWorkflow({ name: 'workflow.yml', content }, new NoOperationTraceWriter());
  return context.errors.getErrors().map(({ message }) => message);
}
