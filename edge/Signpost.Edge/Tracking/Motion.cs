using Signpost.Recognition;

namespace Signpost.Edge.Tracking;

/// <summary>
/// Constant-velocity alpha-beta filter of a box's centre; its size is smoothed without a velocity, since a face that is detected
/// badly changes size more than it moves. Pixels and seconds.
/// </summary>
internal struct Motion
{
    // With only one position there is no velocity; the second one gives it outright.
    private int _updates;
    private float _x, _y, _width, _height, _velocityX, _velocityY;

    public static Motion At(in FaceBox box) => new()
    {
        _updates = 1,
        _x = box.X + box.Width / 2,
        _y = box.Y + box.Height / 2,
        _width = box.Width,
        _height = box.Height,
    };

    public readonly FaceBox Predict(float seconds, float confidence)
    {
        var x = _x + _velocityX * seconds;
        var y = _y + _velocityY * seconds;
        return new FaceBox(x - _width / 2, y - _height / 2, _width, _height, confidence);
    }

    public void Update(in FaceBox box, float seconds, TrackerOptions options)
    {
        var surpriseX = box.X + box.Width / 2 - (_x + _velocityX * seconds);
        var surpriseY = box.Y + box.Height / 2 - (_y + _velocityY * seconds);
        var gain = _updates == 1 ? 1 : options.PositionGain;
        _x += _velocityX * seconds + gain * surpriseX;
        _y += _velocityY * seconds + gain * surpriseY;
        if (seconds > 0)
        {
            var velocityGain = _updates == 1 ? 1 : options.VelocityGain;
            _velocityX += velocityGain / seconds * surpriseX;
            _velocityY += velocityGain / seconds * surpriseY;
        }

        _width += options.PositionGain * (box.Width - _width);
        _height += options.PositionGain * (box.Height - _height);
        if (_updates < int.MaxValue) _updates++;
    }
}
