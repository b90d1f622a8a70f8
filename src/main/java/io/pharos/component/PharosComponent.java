package io.pharos.component;

import com.pulumi.aws.AwsFunctions;
import com.pulumi.aws.inputs.GetCallerIdentityArgs;
import com.pulumi.aws.outputs.GetCallerIdentityResult;
import com.pulumi.core.Output;
import com.pulumi.deployment.InvokeOptions;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.ProviderResource;
import java.util.ArrayList;
import java.util.List;

/**
 * What all components are: a resource {@code pharos:component:<type>} whose children, and the
 * questions it asks AWS, use the provider that it was given.
 */
public abstract class PharosComponent extends ComponentResource {
  private final List<ProviderResource> providers;

  protected PharosComponent(String type, String name, ComponentResourceOptions options) {
    super("pharos:component:" + type, name, options);
    List<ProviderResource> given = new ArrayList<>(options.getProviders());
    options.getProvider().filter(provider -> !given.contains(provider)).ifPresent(given::add);
    this.providers = List.copyOf(given);
  }

  /** Options of a child; more can be added. */
  protected CustomResourceOptions.Builder childOptions() {
    return CustomResourceOptions.builder().parent(this);
  }

  protected CustomResourceOptions child() {
    return childOptions().build();
  }

  /** Options of a child that is a component; a remote one gets its providers only from here. */
  protected ComponentResourceOptions.Builder childComponentOptions() {
    return ComponentResourceOptions.builder().parent(this).providers(providers);
  }

  /** Options of a question to AWS: it goes to the Region that the children are in. */
  protected InvokeOptions invoke() {
    return InvokeOptions.builder().parent(this).build();
  }

  /** The account that all this is deployed to. */
  protected Output<String> accountId() {
    return AwsFunctions.getCallerIdentity(GetCallerIdentityArgs.Empty, invoke())
        .applyValue(GetCallerIdentityResult::accountId);
  }
}
