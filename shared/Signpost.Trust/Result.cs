using System.Diagnostics.CodeAnalysis;

namespace Signpost.Trust;

/// <summary>Either a value or the reason there is none. An expected failure never arrives as an exception.</summary>
/// <typeparam name="T">What a successful check yields.</typeparam>
public sealed class Result<T>
    where T : class
{
    private readonly T? value;

    private Result(T? value, Refusal? refusal)
    {
        this.value = value;
        Refusal = refusal;
    }

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsAccepted => value is not null;

    /// <summary>Why there is none; null when there is one.</summary>
    public Refusal? Refusal { get; }

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">The result is a refusal: a bug in the caller, who did not look.</exception>
    public T Value => value ?? throw new InvalidOperationException($"No value: {Refusal}");

    /// <summary>Both sides at once: true with the value, or false with the refusal.</summary>
    public bool TryGet([NotNullWhen(true)] out T? accepted, [NotNullWhen(false)] out Refusal? refusal)
    {
        accepted = value;
        refusal = Refusal;
        return value is not null;
    }

    /// <summary>A success.</summary>
    public static implicit operator Result<T>(T value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new Result<T>(value, null);
    }

    /// <summary>A failure.</summary>
    public static implicit operator Result<T>(Refusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return new Result<T>(null, refusal);
    }
}
