package io.pharos.sandbox.service.accelerator;

import io.pharos.sandbox.core.Refusal;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.globalaccelerator.model.AcceleratorNotFoundException;
import software.amazon.awssdk.services.globalaccelerator.model.AssociatedEndpointGroupFoundException;
import software.amazon.awssdk.services.globalaccelerator.model.AssociatedListenerFoundException;
import software.amazon.awssdk.services.globalaccelerator.model.EndpointGroupAlreadyExistsException;
import software.amazon.awssdk.services.globalaccelerator.model.EndpointGroupNotFoundException;
import software.amazon.awssdk.services.globalaccelerator.model.GlobalAcceleratorException;
import software.amazon.awssdk.services.globalaccelerator.model.InternalServiceErrorException;
import software.amazon.awssdk.services.globalaccelerator.model.InvalidArgumentException;
import software.amazon.awssdk.services.globalaccelerator.model.InvalidPortRangeException;
import software.amazon.awssdk.services.globalaccelerator.model.ListenerNotFoundException;

/**
 * The ways in which Global Accelerator says no, with the codes of its API reference.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/global-accelerator/latest/api/API_UpdateEndpointGroup.html">UpdateEndpointGroup</a>
 */
final class AcceleratorRefusal {
  private static final Map<String, Supplier<AwsServiceException.Builder>> TYPED =
      Map.of(
          "AcceleratorNotFoundException", AcceleratorNotFoundException::builder,
          "ListenerNotFoundException", ListenerNotFoundException::builder,
          "EndpointGroupNotFoundException", EndpointGroupNotFoundException::builder,
          "EndpointGroupAlreadyExistsException", EndpointGroupAlreadyExistsException::builder,
          "AssociatedListenerFoundException", AssociatedListenerFoundException::builder,
          "AssociatedEndpointGroupFoundException", AssociatedEndpointGroupFoundException::builder,
          "InvalidPortRangeException", InvalidPortRangeException::builder,
          "InvalidArgumentException", InvalidArgumentException::builder);

  private AcceleratorRefusal() {}

  static AwsServiceException invalid(String message) {
    return of("InvalidArgumentException", message);
  }

  static AwsServiceException of(String code, String message) {
    return Refusal.of(
        TYPED.getOrDefault(code, GlobalAcceleratorException::builder).get(),
        "GlobalAccelerator",
        400,
        code,
        message);
  }

  /** The control plane's Region is lost. */
  static AwsServiceException unavailable() {
    return Refusal.of(
        InternalServiceErrorException.builder(),
        "GlobalAccelerator",
        500,
        "InternalServiceErrorException",
        "There was an internal error for AWS Global Accelerator.");
  }
}
