using Grpc.Core;
using Grpc.Net.Client;

namespace Signpost.Edge.Provisioning;

/// <summary>A line whose identity can be changed under its users: calls go by the newest channel, and those under way on the one before end and are made
/// again by whoever made them. Thread-safe.</summary>
public sealed class SwitchingLine(GrpcChannel first) : CallInvoker, IDisposable
{
    private readonly Lock _lock = new();
    private GrpcChannel _channel = first;
    private CallInvoker _invoker = first.CreateCallInvoker();

    /// <summary>Uses another channel from now on; takes it over, and ends the one before.</summary>
    public void Switch(GrpcChannel next)
    {
        GrpcChannel before;
        lock (_lock)
        {
            before = _channel;
            (_channel, _invoker) = (next, next.CreateCallInvoker());
        }

        before.Dispose();
    }

    /// <inheritdoc/>
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        Invoker.BlockingUnaryCall(method, host, options, request);

    /// <inheritdoc/>
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        Invoker.AsyncUnaryCall(method, host, options, request);

    /// <inheritdoc/>
    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        Invoker.AsyncServerStreamingCall(method, host, options, request);

    /// <inheritdoc/>
    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        Invoker.AsyncClientStreamingCall(method, host, options);

    /// <inheritdoc/>
    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        Invoker.AsyncDuplexStreamingCall(method, host, options);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock) _channel.Dispose();
    }

    private CallInvoker Invoker
    {
        get { lock (_lock) return _invoker; }
    }
}
