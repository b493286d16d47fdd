package io.exitbench.junit;

import io.exitbench.report.RunReport;
import io.exitbench.report.SuiteReport;
import io.exitbench.result.ResultFolder;
import io.exitbench.settings.Settings;
import io.exitbench.suite.SuiteRunner;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** Runs a {@link BenchmarkSuite} once and hands each test its part of the outcome. */
final class SuiteExtension
        implements BeforeAllCallback,
                BeforeEachCallback,
                TestTemplateInvocationContextProvider,
                ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(SuiteExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        SuiteReport.sortFailures();
        Class<?> suite = context.getRequiredTestClass();
        Path folder =
                suite == StoredSuite.class
                        ? Path.of(
                                context.getConfigurationParameter(StoredSuite.FOLDER).orElseThrow())
                        : run(suite);
        context.getStore(NAMESPACE).put(SuiteReport.class, SuiteReport.of(folder));
        context.getStore(NAMESPACE)
                .put(SuiteGuarantees.class, new SuiteGuarantees(ResultFolder.read(folder)));
    }

    private static Path run(Class<?> suite) {
        Settings settings = Settings.of(System.getProperties());
        return new SuiteRunner(
                        new SuiteAnnotations(suite, settings).specification(),
                        StrategyScanner.families(suite))
                .run();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        List<Class<?>> parameters = List.of(context.getRequiredTestMethod().getParameterTypes());
        if (parameters.contains(SuiteGuarantees.class)) {
            report(context).placeAmongGuarantees();
        }
    }

    private static SuiteReport report(ExtensionContext context) {
        return context.getStore(NAMESPACE).get(SuiteReport.class, SuiteReport.class);
    }

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
            ExtensionContext context) {
        return report(context).runs().stream().map(OneRun::new);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == SuiteReport.class || type == SuiteGuarantees.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(NAMESPACE).get(parameter.getParameter().getType());
    }

    /** The invocation that reports one run. */
    private record OneRun(RunReport report) implements TestTemplateInvocationContext {
        @Override
        public String getDisplayName(int invocationIndex) {
            return report.title();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new ReportResolver(report));
        }
    }

    private record ReportResolver(RunReport report) implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == RunReport.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return report;
        }
    }
}
