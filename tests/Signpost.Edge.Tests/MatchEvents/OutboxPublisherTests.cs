using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using Signpost.Contracts;
using Signpost.Contracts.V1;
using Signpost.Edge.MatchEvents;
using Signpost.Edge.Provisioning;
using Signpost.Edge.Tests.Support;

namespace Signpost.Edge.Tests.MatchEvents;

public sealed class OutboxPublisherTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly TestFolder _folder = new();
    private readonly TestPki _pki = new();
    private readonly TestBroker _broker;
    private readonly CancellationTokenSource _stop = new();
    private Outbox _outbox;
    private Task _publisher = Task.CompletedTask;

    public OutboxPublisherTests()
    {
        _broker = new TestBroker(_pki);
        _outbox = Outbox.Open(_folder.File("outbox.db"), TimeProvider.System);
    }

    [Fact]
    public async Task Run_MessagesWaiting_SendsThemInOrderOnTheOneTopic()
    {
        Append(20);
        Start();
        for (var sequence = 1ul; sequence <= 20; sequence++) Assert.Equal(sequence, (await _broker.NextAsync()).Sequence);
        Assert.Equal([Topics.Matches(TestForce.UnitId)], _broker.Topics.Keys);
    }

    [Fact]
    public async Task Run_BrokerAcknowledgedButNothingCommitted_SendsAgain()
    {
        Start();
        Append(1);
        Assert.Equal(1ul, (await _broker.NextAsync()).Sequence);
        Assert.Equal(1ul, (await _broker.NextAsync()).Sequence);
        await _broker.CommitAsync(_outbox.Epoch, 1);
        await UntilAsync(() => _outbox.Watermark == 1);
    }

    [Fact]
    public async Task Run_BrokerAwayAtFirst_SendsWhenItComes()
    {
        await _broker.StopAsync();
        Start();
        Append(3);
        await _broker.StartAsync();
        Assert.Equal(1ul, (await _broker.NextAsync()).Sequence);
    }

    [Fact]
    public async Task Run_BrokerDiesAndComesBackEmpty_SendsEverythingUncommittedAgain()
    {
        Start();
        Append(3);
        for (var i = 0; i < 3; i++) await _broker.NextAsync();
        await _broker.CommitAsync(_outbox.Epoch, 1);
        await UntilAsync(() => _outbox.Watermark == 1);
        await _broker.StopAsync();
        Append(1);
        _broker.Skip();
        await _broker.StartAsync();
        Assert.Equal(new[] { 2ul, 3ul, 4ul }, await NextAsync(3));
    }

    [Fact]
    public async Task Outbox_ProcessDiesBetweenPublishAndCommit_RedeliversUnderTheSameNumber()
    {
        Append(2);
        Start();
        await _broker.NextAsync();
        await _broker.NextAsync();
        var epoch = _outbox.Epoch;
        await StopAsync();
        _outbox.Dispose();

        _broker.Skip();
        _outbox = Outbox.Open(_folder.File("outbox.db"), TimeProvider.System);
        using var stop = new CancellationTokenSource();
        var publisher = Publisher().RunAsync(stop.Token);
        var message = await _broker.NextAsync();
        Assert.Equal((WireId.From(epoch), 1ul), (message.OutboxEpoch, message.Sequence));
        await stop.CancelAsync();
        await publisher.WaitAsync(Limit);
    }

    [Fact]
    public async Task Run_BrokerRefusesForAWhile_LosesNothing()
    {
        _broker.Refuses = true;
        Start();
        Append(2);
        // Both were sent and refused: what comes now is the second attempt, in order.
        while ((await _broker.NextRefusedAsync()).Sequence < 2)
        {
        }

        _broker.Refuses = false;
        Assert.Equal(1ul, (await _broker.NextAsync()).Sequence);
        Assert.Equal(2ul, (await _broker.NextAsync()).Sequence);
    }

    [Fact]
    public async Task Run_WatermarkOfNonsense_IsIgnored()
    {
        Start();
        Append(1);
        await _broker.NextAsync();
        await _broker.SendAsync([0xFF, 0xFF, 0xFF]);
        await _broker.CommitAsync(Guid.NewGuid(), 1);
        await _broker.CommitAsync(_outbox.Epoch, 1);
        await UntilAsync(() => _outbox.Watermark == 1);
    }

    [Fact]
    public async Task Run_WatermarkLoweredByHealth_SendsFromThere()
    {
        Start();
        Append(3);
        for (var i = 0; i < 3; i++) await _broker.NextAsync();
        await _broker.CommitAsync(_outbox.Epoch, 3);
        await UntilAsync(() => _outbox.Watermark == 3);
        _broker.Skip();
        Assert.Equal(WatermarkOutcome.Lowered, _outbox.Take(_outbox.Epoch, 1, knownWhenAsked: 3));
        Assert.Equal(new[] { 2ul, 3ul }, await NextAsync(2));
    }

    public async ValueTask InitializeAsync() => await _broker.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _outbox.Dispose();
        await _broker.DisposeAsync();
        _stop.Dispose();
        _pki.Dispose();
        _folder.Dispose();
    }

    private async Task<ulong[]> NextAsync(int messages)
    {
        var sequences = new ulong[messages];
        for (var i = 0; i < messages; i++) sequences[i] = (await _broker.NextAsync()).Sequence;
        return sequences;
    }

    private void Start() => _publisher = Publisher().RunAsync(_stop.Token);

    private async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _publisher.WaitAsync(Limit);
    }

    private OutboxPublisher Publisher() => new(
        _outbox,
        new BrokerEndpoint(TestForce.UnitId, "localhost", _broker.Port, () => _pki.Unit, (shown, errors) => ServerTrust.WithoutTime(_pki.Authority.Certificate).Accepts("broker", shown, errors)),
        new OutboxOptions
        {
            Resend = TimeSpan.FromMilliseconds(300),
            FirstPause = TimeSpan.FromMilliseconds(20),
            LongestPause = TimeSpan.FromMilliseconds(100)
        },
        TimeProvider.System,
        new Random(1),
        NullLogger<OutboxPublisher>.Instance);

    private void Append(int messages)
    {
        for (var i = 0; i < messages; i++)
        {
            _outbox.TryAppend(position =>
                new MatchMessage
                {
                    FormatVersion = 1,
                    UnitId = TestForce.UnitId,
                    OutboxEpoch = WireId.From(position.Epoch),
                    Sequence = position.Sequence
                }.ToByteArray());
        }
    }

    private async Task UntilAsync(Func<bool> condition)
    {
        var changed = new Signal(TimeProvider.System);
        _outbox.Changed += changed.Set;
        using var limit = new CancellationTokenSource(Limit);
        while (!condition()) await changed.WaitAsync(TimeSpan.FromMilliseconds(100), limit.Token);
        _outbox.Changed -= changed.Set;
    }
}
