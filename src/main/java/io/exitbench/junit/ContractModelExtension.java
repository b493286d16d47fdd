package io.exitbench.junit;

import io.exitbench.settings.Settings;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands all contracts of a test run one {@link ContractModel}, closed at its end. That is the
 * launcher's session, as build tools execute one class after another in it.
 */
final class ContractModelExtension implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(ContractModelExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ContractModel.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
                .computeIfAbsent(
                        ContractModel.class,
                        key -> new ContractModel(Settings.of(System.getProperties()).cache()),
                        ContractModel.class);
    }
}
