package io.pharos.sandbox.service.call;

import static org.objectweb.asm.Opcodes.ACC_FINAL;
import static org.objectweb.asm.Opcodes.ACC_PRIVATE;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ACC_SUPER;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.CallSite;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.GeneratorAdapter;
import org.objectweb.asm.commons.Method;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;

/**
 * The class of the clients of a service. Each operation is
 *
 * <pre>{@code
 * return (RunInstancesResponse) calls.call(request, () -> service.runInstances(request));
 * }</pre>
 *
 * <p>and what builds requests or pages through answers is the interface's own code.
 *
 * <p>It is written from the interface's class file: a {@link java.lang.reflect.Proxy} initialises
 * the class of every parameter, and most of these requests nobody ever sends.
 */
final class ClientClass {
  private static final Map<Class<?>, Constructor<?>> WRITTEN = new ConcurrentHashMap<>();

  private static final Type OBJECT = Type.getType(Object.class);
  private static final Type CALLS = Type.getType(ClientCalls.class);
  private static final Type REQUEST = Type.getType(SdkRequest.class);
  private static final Type SUPPLIER = Type.getType(Supplier.class);

  private static final Method CALL = new Method("call", OBJECT, new Type[] {REQUEST, SUPPLIER});
  private static final Handle LAMBDA =
      new Handle(
          Opcodes.H_INVOKESTATIC,
          Type.getInternalName(LambdaMetafactory.class),
          "metafactory",
          MethodType.methodType(
                  CallSite.class,
                  MethodHandles.Lookup.class,
                  String.class,
                  MethodType.class,
                  MethodType.class,
                  MethodHandle.class,
                  MethodType.class)
              .toMethodDescriptorString(),
          false);

  private final Type client;
  private final Type written;
  private final ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);

  private ClientClass(Class<?> client) {
    this.client = Type.getType(client);
    this.written = Type.getObjectType(CALLS.getInternalName() + "Of" + client.getSimpleName());
  }

  /** A client that asks the service when {@code calls} lets it. */
  static <T extends AwsClient> T instance(Class<T> type, ClientCalls calls, T service) {
    try {
      return type.cast(
          WRITTEN.computeIfAbsent(type, ClientClass::constructor).newInstance(calls, service));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a client of " + type + " cannot be made", e);
    }
  }

  private static Constructor<?> constructor(Class<?> type) {
    try {
      return MethodHandles.lookup()
          .defineClass(new ClientClass(type).bytes(operations(type)))
          .getDeclaredConstructor(ClientCalls.class, type);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the class for " + type + " cannot be used", e);
    }
  }

  private static List<Method> operations(Class<?> type) {
    List<Method> operations = new ArrayList<>();
    ClassVisitor methods =
        new ClassVisitor(Opcodes.ASM9) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String generic, String[] exceptions) {
            if ((access & ACC_STATIC) == 0
                && !name.endsWith("Paginator")
                && sends(Type.getArgumentTypes(descriptor))) {
              operations.add(new Method(name, descriptor));
            }
            return null;
          }
        };
    try (InputStream file = type.getResourceAsStream(type.getSimpleName() + ".class")) {
      new ClassReader(file).accept(methods, ClassReader.SKIP_CODE);
    } catch (IOException e) {
      throw new UncheckedIOException("the class file of " + type + " cannot be read", e);
    }
    return operations;
  }

  /** The SDK names all requests alike. What S3 stores or reads is an argument of its own. */
  private static boolean sends(Type... arguments) {
    return arguments.length > 0
        && arguments[0].getClassName().endsWith("Request")
        && (arguments.length == 1 || arguments.length == 2 && streams(arguments[1]));
  }

  private static boolean streams(Type argument) {
    return Stream.of(RequestBody.class, ResponseTransformer.class)
        .anyMatch(type -> argument.equals(Type.getType(type)));
  }

  private byte[] bytes(List<Method> operations) {
    writer.visit(
        Opcodes.V17,
        ACC_FINAL | ACC_SUPER,
        written.getInternalName(),
        null,
        OBJECT.getInternalName(),
        new String[] {client.getInternalName()});
    constructor();
    answeredByCalls("serviceName");
    answeredByCalls("toString");
    close();
    operations.forEach(this::operation);
    writer.visitEnd();
    return writer.toByteArray();
  }

  private void constructor() {
    writer.visitField(ACC_PRIVATE | ACC_FINAL, "calls", CALLS.getDescriptor(), null, null);
    writer.visitField(ACC_PRIVATE | ACC_FINAL, "service", client.getDescriptor(), null, null);
    GeneratorAdapter code =
        method(new Method("<init>", Type.VOID_TYPE, new Type[] {CALLS, client}));
    code.loadThis();
    code.invokeConstructor(OBJECT, new Method("<init>", "()V"));
    code.loadThis();
    code.loadArg(0);
    code.putField(written, "calls", CALLS);
    code.loadThis();
    code.loadArg(1);
    code.putField(written, "service", client);
    code.returnValue();
    code.endMethod();
  }

  private void answeredByCalls(String name) {
    Method method = new Method(name, "()Ljava/lang/String;");
    GeneratorAdapter code = method(method);
    field(code, "calls", CALLS);
    code.invokeVirtual(CALLS, method);
    code.returnValue();
    code.endMethod();
  }

  private void close() {
    GeneratorAdapter code = method(new Method("close", "()V"));
    code.returnValue();
    code.endMethod();
  }

  private void operation(Method operation) {
    GeneratorAdapter code = method(operation);
    field(code, "calls", CALLS);
    code.loadArg(0);
    code.checkCast(REQUEST);
    field(code, "service", client);
    code.loadArgs();
    code.invokeDynamic(
        "get",
        Type.getMethodDescriptor(
            SUPPLIER,
            Stream.concat(Stream.of(client), Stream.of(operation.getArgumentTypes()))
                .toArray(Type[]::new)),
        LAMBDA,
        Type.getMethodType(OBJECT),
        new Handle(
            Opcodes.H_INVOKEINTERFACE,
            client.getInternalName(),
            operation.getName(),
            operation.getDescriptor(),
            true),
        Type.getMethodType(operation.getReturnType()));
    code.invokeVirtual(CALLS, CALL);
    code.checkCast(operation.getReturnType());
    code.returnValue();
    code.endMethod();
  }

  private GeneratorAdapter method(Method method) {
    return new GeneratorAdapter(
        ACC_PUBLIC,
        method,
        writer.visitMethod(ACC_PUBLIC, method.getName(), method.getDescriptor(), null, null));
  }

  private void field(GeneratorAdapter code, String name, Type type) {
    code.loadThis();
    code.getField(written, name, type);
  }
}
