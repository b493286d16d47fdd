package io.exitbench.junit;

import io.exitbench.settings.Settings;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands all contracts of a test run one {@link ContractModel}, closed at its end. */
final class ContractModelExtension implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(ContractModelExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ContractModel.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(
                        ContractModel.class,
                        key -> new ContractModel(Settings.of(System.getProperties()).cache()),
                        ContractModel.class);
    }
}
